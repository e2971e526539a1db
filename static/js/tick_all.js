// One press ticks the same box for everybody on the page; a second press takes the ticks of the first one back.
(() => {
  for (const button of document.querySelectorAll("[data-ksbb-tick-all]")) {
    const boxes = () =>
      document.querySelectorAll(`input[type=checkbox][name$="-${button.dataset.ksbbTickAll}"]`);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      for (const box of boxes()) box.checked = on;
    });
  }
})();
