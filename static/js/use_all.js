// One button answers "in use" for every device of the page that has no answer yet; each stays open to change.
(() => {
  const bar = document.querySelector("[data-ksbb-use-all]");
  if (!bar) {
    return;
  }
  bar.hidden = false;
  const said = bar.querySelector("[aria-live]");
  bar.querySelector("button").addEventListener("click", () => {
    const open = [...document.querySelectorAll("[data-ksbb-use-says]")].filter((one) => !one.value);
    for (const one of open) {
      one.value = "in_use";
      one.dispatchEvent(new Event("change", { bubbles: true }));
    }
    said.textContent = open.length ? `${open.length} ${said.dataset.done}` : "";
  });
})();
