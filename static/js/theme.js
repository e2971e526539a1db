// Sets light or dark before the first paint; the button offers the other one and remembers the choice on this device.
(() => {
  const KEY = "ksbb-theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function apply() {
    const theme = chosen() || (system.matches ? "dark" : "light");
    root.dataset.bsTheme = theme;
    for (const button of document.querySelectorAll("[data-ksbb-theme]")) {
      button.setAttribute("aria-pressed", String(theme === "dark"));
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Private windows may refuse; the choice then lasts for this page.
    }
    root.dataset.bsTheme = theme;
  }

  root.classList.add("js");
  apply();
  system.addEventListener("change", apply);
  // Paper is white.
  window.addEventListener("beforeprint", () => {
    root.dataset.bsTheme = "light";
  });
  window.addEventListener("afterprint", apply);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    for (const button of document.querySelectorAll("[data-ksbb-theme]")) {
      button.addEventListener("click", () => {
        const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
        remember(next);
        button.setAttribute("aria-pressed", String(next === "dark"));
      });
    }
  });
})();
