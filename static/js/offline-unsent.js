/* Before signing out: records that still wait on this phone would go with everything else. */
(async () => {
  const warning = document.querySelector("[data-ksbb-unsent]");
  const store = self.ksbbOffline;
  if (!warning || !store || !indexedDB.databases) return;
  const known = await indexedDB.databases();
  if (!known.some((base) => base.name === store.NAME)) return;
  warning.hidden = !(await store.queue()).some((record) => record.state !== "sent");
})();
