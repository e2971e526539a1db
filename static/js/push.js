// "Nyalakan di peramban ini": the browser asks, only after this click, and what it tells is sent as an ordinary form. Without this
// script the page lists the person's devices and removes them all the same.
(() => {
  const form = document.querySelector("[data-ksbb-push]");
  const says = document.querySelector("[data-ksbb-push-says]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const words = (name) => document.querySelector(`[data-ksbb-push-words="${name}"]`).content.textContent;
  const here = document.querySelector("[data-ksbb-push-end]");

  form.hidden = Boolean(here);
  says.textContent = Notification.permission === "denied" ? words("refused") : "";

  const bytes = (text) => {
    const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
    return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
  };

  const agreed = async () => {
    const worker = await navigator.serviceWorker.ready;
    // One that was agreed to under another key of ours stands in the way of a new one.
    await (await worker.pushManager.getSubscription())?.unsubscribe();
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.ksbbPush) });
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says.textContent = "";
    if ((await Notification.requestPermission()) !== "granted") {
      says.textContent = words("refused");
      return;
    }
    try {
      const { endpoint, keys } = (await agreed()).toJSON();
      Object.assign(form.elements.namedItem("endpoint"), { value: endpoint });
      Object.assign(form.elements.namedItem("p256dh"), { value: keys.p256dh });
      Object.assign(form.elements.namedItem("auth"), { value: keys.auth });
      form.submit();
    } catch {
      says.textContent = words("failed");
    }
  });

  // The portal forgets this browser whatever the browser does; so it is not waited for long.
  here?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const gone = navigator.serviceWorker.ready
      .then((worker) => worker.pushManager.getSubscription())
      .then((subscription) => subscription?.unsubscribe())
      .catch(() => {});
    await Promise.race([gone, new Promise((done) => setTimeout(done, 2000))]);
    here.submit();
  });
})();
