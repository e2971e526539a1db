/* The QR of a slip leads here with the code behind the #, which no browser sends to anybody: put it into the field, and take it out
   of the address, so that it stays in no history. Without this script one types it. */
(() => {
  const field = document.querySelector("[data-ksbb-slip-code]");
  const code = window.location.hash.slice(1);
  if (!field || !/^[0-9A-Za-z]{8}$/.test(code)) {
    return;
  }
  field.value = `${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase();
  window.history.replaceState(null, "", window.location.pathname);
  field.form.querySelector("button[type=submit]").focus();
})();
