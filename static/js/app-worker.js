/* The service worker of the portal. It keeps one page, the one that says there is no network, and what that page is drawn with.
   Every other answer comes from the network and is never kept: pages here show people. */
(() => {
  const { version, page, parts, icon } = self.KSBB;
  const CACHE = `ksbb-aplikasi-${version}`;
  const kept = new Set([page, ...parts]);

  self.addEventListener("install", (event) => {
    // Without cookies: the page is drawn for nobody in particular.
    const fresh = [...kept].map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
    event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
  });

  self.addEventListener("activate", (event) => {
    const old = async () => {
      for (const name of await caches.keys()) if (name.startsWith("ksbb-aplikasi-") && name !== CACHE) await caches.delete(name);
    };
    event.waitUntil(old());
  });

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const path = new URL(request.url).pathname;
    const without = async (address) => (await (await caches.open(CACHE)).match(address)) ?? Response.error();
    if (request.method !== "GET" || !request.url.startsWith(self.location.origin)) return;
    if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => without(page)));
    else if (parts.includes(path)) event.respondWith(fetch(request).catch(() => without(path)));
  });

  // "There is news": a sentence and a page of this portal, never anything of a person. The same news twice is one notification.
  self.addEventListener("push", (event) => {
    const { title, body, path, tag } = event.data.json();
    event.waitUntil(self.registration.showNotification(title, { body, tag, icon, lang: "id", data: { path } }));
  });

  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    const wanted = new URL(event.notification.data.path, self.location.origin);
    if (wanted.origin !== self.location.origin) return;
    const open = async () => {
      const windows = await self.clients.matchAll({ type: "window" });
      const there = windows.find((one) => one.url === wanted.href);
      return there ? there.focus() : self.clients.openWindow(wanted.href);
    };
    event.waitUntil(open());
  });
})();
