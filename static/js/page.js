// Three small courtesies on every page; nothing depends on them.
(() => {
  // A summary of errors takes the focus, so that it is read and the keyboard starts there.
  document.querySelector("[data-ksbb-focus]")?.focus();

  // A menu closes on Escape and when the focus or a click goes elsewhere.
  for (const menu of document.querySelectorAll("details[data-ksbb-menu]")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }

  // A form is sent once; the button tells that it is on its way.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-ksbb-many")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // Back in the browser's history shows the page as it was left: the form may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    }
  });
})();
