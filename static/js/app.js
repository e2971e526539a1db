// The portal among the phone's apps: the page without network is kept, and the footer offers to install, where the browser can.
(() => {
  if ("serviceWorker" in navigator) {
    window.addEventListener("load", () => navigator.serviceWorker.register("/pekerja.js", { updateViaCache: "all" }).catch(() => {}));
  }

  const button = document.querySelector("[data-ksbb-install]");
  let asked = null;
  window.addEventListener("beforeinstallprompt", (event) => {
    if (!button) return;
    event.preventDefault();
    asked = event;
    button.hidden = false;
  });
  button?.addEventListener("click", async () => {
    button.hidden = true;
    await asked?.prompt();
  });
  window.addEventListener("appinstalled", () => {
    if (button) button.hidden = true;
  });
})();
