/* The service worker of the form without network. It answers for the shell alone, from what it keeps; everything else goes to the
   network as if it were not there. */
(() => {
  const { version, shell } = self.KSBB;
  const CACHE = `ksbb-luring-${version}`;
  const kept = new Set(shell);

  self.addEventListener("install", (event) => {
    const fresh = shell.map((address) => new Request(address, { cache: "reload" }));
    event.waitUntil(
      caches
        .open(CACHE)
        .then((cache) => cache.addAll(fresh))
        .then(() => self.skipWaiting()),
    );
  });

  self.addEventListener("activate", (event) => {
    const old = async () => {
      for (const name of await caches.keys()) if (name.startsWith("ksbb-luring-") && name !== CACHE) await caches.delete(name);
      await self.clients.claim();
    };
    event.waitUntil(old());
  });

  self.addEventListener("fetch", (event) => {
    const address = new URL(event.request.url);
    const ours = address.origin === self.location.origin && event.request.method === "GET" && kept.has(address.pathname);
    if (!ours) return;
    const answer = async () => {
      const cache = await caches.open(CACHE);
      return (await cache.match(address.pathname)) ?? fetch(event.request);
    };
    event.respondWith(answer());
  });

  // Where the browser has Background Sync, records leave also when the page is closed; open pages draw themselves anew.
  self.addEventListener("sync", (event) => {
    if (event.tag !== self.ksbbOffline.NAME) return;
    const send = async () => {
      const outcome = await self.ksbbOffline.sendAll();
      for (const open of await self.clients.matchAll()) open.postMessage(outcome);
      if (outcome === "offline") throw new Error("again later");
    };
    event.waitUntil(send());
  });
})();
