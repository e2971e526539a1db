// Copy or print the code of a ticket; without a script it is selected or written down.
(() => {
  const copy = document.querySelector("[data-ksbb-copy]");
  const code = document.querySelector("[data-ksbb-copied]");
  if (copy && code && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent.trim());
      copy.textContent = copy.dataset.done;
    });
  }
  const print = document.querySelector("[data-ksbb-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
