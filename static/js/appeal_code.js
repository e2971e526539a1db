/* The code of a letter comes from its QR behind the #, which no browser sends to anybody: put it into the field, and take it
   out of the address, so that it stays in no history. Without this script one types it. */
(() => {
  const field = document.querySelector("[data-ksbb-code]");
  const code = window.location.hash.slice(1);
  if (!field || !/^[0-9A-Za-z-]{16,24}$/.test(code)) {
    return;
  }
  field.value = code.replaceAll("-", "").toUpperCase().replace(/(.{4})(?=.)/g, "$1-");
  window.history.replaceState(null, "", window.location.pathname);
})();
