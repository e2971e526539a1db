/* The giver's QR leads here with the six digits behind the #, which no browser sends to anybody: put them into the field, and take
   them out of the address, so that they stay in no history. Without this script one types them. */
(() => {
  const field = document.querySelector("[data-ksbb-door-code]");
  const digits = window.location.hash.slice(1);
  if (!field || !/^[0-9]{6}$/.test(digits)) {
    return;
  }
  field.value = digits;
  window.history.replaceState(null, "", window.location.pathname);
  field.form.querySelector("button[type=submit]").focus();
})();
