/* What the form without network keeps on the phone, and how it is sent: used by the page and by its service worker.
   Kept are appointments (public ids, giver in public words, day, count) and the records that wait; no name of anybody. A photo
   and a code are dropped as soon as they were sent. Signing out empties everything (Clear-Site-Data). */
(() => {
  const NAME = "ksbb-luring";
  const LIST = "/luring/daftar.json";
  const SEND = "/luring/kirim/";
  const PATIENCE = 60000;
  const KEPT_DAYS = 1;

  function opened() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("facts");
        asked.result.createObjectStore("queue", { keyPath: "id" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  async function within(store, mode, act) {
    const base = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = base.transaction(store, mode);
        const asked = act(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(asked?.result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      base.close();
    }
  }

  const facts = () => within("facts", "readonly", (store) => store.get("list"));
  const queue = () => within("queue", "readonly", (store) => store.getAll());
  const put = (record) => within("queue", "readwrite", (store) => store.put(record));
  const drop = (id) => within("queue", "readwrite", (store) => store.delete(id));

  /* Null without network, false when nobody is signed in who may record; otherwise the list, which is kept without its token. */
  async function fetchList() {
    let answer;
    try {
      answer = await fetch(LIST, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return null;
    }
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) return false;
    if (!answer.ok) return null;
    const told = await answer.json();
    const { token, ...kept } = told;
    await within("facts", "readwrite", (store) => store.put({ ...kept, at: Date.now() }, "list"));
    await forgetSent();
    return { ...kept, token };
  }

  async function forgetSent() {
    const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
    for (const record of await queue()) if (record.state === "sent" && record.sentAt < oldest) await drop(record.id);
  }

  function body(record) {
    const data = new FormData();
    data.set("client_id", record.id);
    data.set("handover", record.handover);
    data.set("written_at", record.writtenAt);
    data.set("count", record.count);
    data.set("code", record.code || "");
    if (record.photo) data.set("signed", new File([record.photo], "bast.jpg", { type: record.photo.type }));
    return data;
  }

  /* True when the server gave an answer that stays. What did not get through, for whatever reason, waits and is sent again. */
  async function sendOne(record, token) {
    let answer;
    try {
      answer = await fetch(SEND, {
        method: "POST",
        body: body(record),
        headers: { "X-CSRFToken": token },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return false;
    }
    if (answer.status === 404) return settle(record, { state: "refused", reason: "" });
    if (!answer.ok) return false;
    return settle(record, await answer.json());
  }

  async function settle(record, told) {
    const refused = told.state === "refused";
    const kept = { ...record, state: refused ? "refused" : "sent", reason: told.reason, sentAt: Date.now() };
    if (!refused) {
      delete kept.photo;
      delete kept.code;
    }
    await put(kept);
    return true;
  }

  /* "empty", "offline", "signed-out", "stuck" (the server does not answer rightly) or "done". One at a time, page or worker. */
  async function sendAll() {
    return navigator.locks.request(NAME, async () => {
      const waiting = (await queue()).filter((record) => record.state === "waiting");
      if (!waiting.length) return "empty";
      const told = await fetchList();
      if (told === null) return "offline";
      if (told === false) return "signed-out";
      let stuck = false;
      for (const record of waiting) {
        // Written under another account: it waits for that account.
        if (record.who !== told.who) stuck = true;
        else if (!(await sendOne(record, told.token))) stuck = true;
      }
      return stuck ? "stuck" : "done";
    });
  }

  self.ksbbOffline = { NAME, facts, queue, put, drop, fetchList, sendAll };
})();
