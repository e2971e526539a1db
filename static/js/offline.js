/* The form without network: what is written waits on the phone and is sent when the network is back. */
(() => {
  const root = document.querySelector("[data-ksbb-offline]");
  const store = self.ksbbOffline;
  if (!root || !store || !("serviceWorker" in navigator) || !("indexedDB" in self)) return;
  const say = root.dataset;
  const part = (name) => root.querySelector(`[data-ksbb-part=${name}]`);
  const form = part("form");
  const LONGEST_SIDE = 2048;
  let list = null;

  // --- drawing ---------------------------------------------------------------------------------------
  function drawNetwork() {
    const away = !navigator.onLine;
    part("network").textContent = away ? say.away : say.there;
    part("network").dataset.away = String(away);
  }

  function drawList() {
    const chosen = form.handover.value;
    const options = (list?.handovers ?? []).map((one) => {
      const text = `${one.day} · ${one.giver} · ${one.count} ${say.devices}${one.ready ? "" : ` · ${say.unready}`}`;
      const option = new Option(text, one.id, false, one.id === chosen);
      option.disabled = !one.ready;
      return option;
    });
    form.handover.replaceChildren(new Option(say.choose, ""), ...options);
    if (list) part("age").textContent = `${say.kept} ${new Date(list.at ?? Date.now()).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short" })}`;
    part("nothing").hidden = !list || options.length > 0;
    form.hidden = !list || options.length === 0;
    part("first").hidden = Boolean(list);
  }

  async function drawQueue() {
    const records = (await store.queue()).sort((a, b) => b.writtenAt.localeCompare(a.writtenAt));
    const mine = records.filter((record) => !list || record.who === list.who);
    part("records").replaceChildren(...mine.map(drawRecord));
    part("empty").hidden = mine.length > 0;
    part("foreign").hidden = mine.length === records.length;
    part("send").hidden = !mine.some((record) => record.state === "waiting");
  }

  function drawRecord(record) {
    const drawn = part("record").content.cloneNode(true);
    const slot = (name) => drawn.querySelector(`[data-ksbb-slot=${name}]`);
    slot("what").textContent = `${record.label} · ${record.count} ${say.devices}`;
    slot("state").textContent = say[record.state];
    slot("state").dataset.state = record.state;
    slot("reason").textContent = record.reason || (record.state === "refused" ? say.gone : "");
    slot("mend").hidden = record.state !== "refused";
    slot("mend").addEventListener("click", () => mend(record));
    slot("drop").hidden = record.state === "sent";
    slot("drop").addEventListener("click", async () => {
      if (!window.confirm(say.sure)) return;
      await store.drop(record.id);
      await drawQueue();
    });
    return drawn;
  }

  // --- sending ---------------------------------------------------------------------------------------
  async function refresh() {
    const told = await store.fetchList();
    part("signed-out").hidden = told !== false;
    list = (await store.facts()) ?? null;
    drawNetwork();
    drawList();
    await drawQueue();
  }

  async function send() {
    let outcome = "offline";
    if (navigator.onLine) {
      part("trouble").textContent = say.sending;
      outcome = await store.sendAll();
    }
    await told(outcome);
  }

  async function told(outcome) {
    part("trouble").textContent = { offline: say.later, stuck: say.stuck }[outcome] ?? "";
    part("signed-out").hidden = outcome !== "signed-out";
    if (outcome === "offline") await askToSendLater();
    list = (await store.facts()) ?? list;
    drawList();
    await drawQueue();
  }

  async function askToSendLater() {
    try {
      await (await navigator.serviceWorker.ready).sync.register(store.NAME);
    } catch {
      // No Background Sync here: the page sends when it is open and the network is back.
    }
  }

  // --- writing ---------------------------------------------------------------------------------------
  const how = () => form.querySelector("[name=how]:checked").value;

  function showHow() {
    for (const box of form.querySelectorAll("[data-ksbb-how]")) box.hidden = box.dataset.ksbbHow !== how();
  }

  function now() {
    const local = new Date(Date.now() - new Date().getTimezoneOffset() * 60000);
    return local.toISOString().slice(0, 16);
  }

  /* Smaller, and without what the camera wrote into the file; where the browser cannot, as it is. */
  async function smaller(file) {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85))) ?? file;
    } catch {
      return file;
    }
  }

  function problem() {
    if (!form.handover.value) return [form.handover, say.needHandover];
    if (!form.when.value) return [form.when, say.needWhen];
    if (!/^[0-9]{1,4}$/.test(form.count.value) || Number(form.count.value) < 1) return [form.count, say.needCount];
    if (how() === "photo" && !form.photo.files.length) return [form.photo, say.needPhoto];
    if (how() === "code" && !/^[0-9]{6}$/.test(form.code.value.replace(/\s/g, ""))) return [form.code, say.needCode];
    return null;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = problem();
    part("problem").textContent = wrong?.[1] ?? "";
    part("problem").hidden = !wrong;
    if (wrong) {
      wrong[0].focus();
      return;
    }
    const one = list.handovers.find((known) => known.id === form.handover.value);
    const record = {
      id: crypto.randomUUID(),
      who: list.who,
      handover: one.id,
      label: `${one.day} · ${one.giver}`,
      count: Number(form.count.value),
      writtenAt: new Date(form.when.value).toISOString(),
      state: "waiting",
      reason: "",
    };
    if (how() === "photo") record.photo = await smaller(form.photo.files[0]);
    else record.code = form.code.value.replace(/\s/g, "");
    await store.put(record);
    if (form.dataset.mends) await store.drop(form.dataset.mends);
    delete form.dataset.mends;
    form.reset();
    form.when.value = now();
    showHow();
    await drawQueue();
    part("queue").scrollIntoView({ block: "nearest" });
    await send();
  });

  function mend(record) {
    form.handover.value = record.handover;
    form.count.value = record.count;
    form.dataset.mends = record.id;
    form.scrollIntoView();
    form.handover.focus({ preventScroll: true });
  }

  form.addEventListener("change", showHow);
  form.handover.addEventListener("change", () => {
    const one = list?.handovers.find((known) => known.id === form.handover.value);
    if (one && !form.count.value) form.count.placeholder = String(one.count);
  });
  part("send").addEventListener("click", send);
  part("refresh").addEventListener("click", refresh);
  window.addEventListener("online", async () => {
    drawNetwork();
    await send();
    await refresh();
  });
  window.addEventListener("offline", drawNetwork);
  navigator.serviceWorker.addEventListener("message", (event) => told(event.data));

  async function install() {
    try {
      await navigator.serviceWorker.register(say.worker, { scope: say.scope });
      await navigator.serviceWorker.ready;
      part("installed").hidden = false;
    } catch {
      // A browser that keeps no worker (private mode): the form works as long as the page stays open.
    }
  }

  async function begin() {
    form.when.value = now();
    showHow();
    root.hidden = false;
    list = (await store.facts()) ?? null;
    drawNetwork();
    drawList();
    await drawQueue();
    await install();
    await refresh();
    if ((await store.queue()).some((record) => record.state === "waiting")) await send();
  }

  begin();
})();
