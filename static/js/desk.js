// The validator's desk by keyboard, and the hold on the open report. Everything is a button on the page too; without this script
// the buttons do the same. What cannot be undone is asked twice: v is pressed again, t leads to a page of its own.
(() => {
  const SURE = 4000;
  const EVERY = 4 * 60 * 1000;
  const page = document;

  // --- keys ------------------------------------------------------------------------------------------
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, dialog[open]");
  const keys = page.querySelector("[data-ksbb-keys]");
  let asked = null;

  function unask() {
    if (!asked) return;
    asked.note.remove();
    asked = null;
  }

  function sure(button) {
    const again = button.dataset.ksbbSure;
    if (!again || (asked && asked.button === button)) return true;
    const note = page.createElement("p");
    note.setAttribute("role", "status");
    note.className = "mend";
    note.textContent = again;
    button.after(note);
    asked = { button, note };
    setTimeout(unask, SURE);
    return false;
  }

  function press(key) {
    const button = page.querySelector(`[data-ksbb-key="${key}"]`);
    if (!button) return false;
    if ("kt".includes(key) && !reasoned()) {
      page.querySelector("[name=marks]")?.focus();
      return true;
    }
    if (sure(button)) button.click();
    return true;
  }

  const reasoned = () =>
    Boolean(
      page.querySelector("[name=marks]:checked") ||
        page.querySelector("#putusan [name=reason]")?.value.trim() ||
        [...page.querySelectorAll('select[form="putusan"]')].some((select) => select.value),
    );

  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    if (event.key === "?" && keys) keys.showModal();
    else if (/^[1-6]$/.test(event.key)) show(event.key);
    else if (!press(event.key.toLowerCase())) return;
    event.preventDefault();
  });

  // --- photos in full, without leaving the sheet -----------------------------------------------------
  const photos = [...page.querySelectorAll("[data-ksbb-photo]")];
  const frame = page.querySelector("[data-ksbb-frame]");

  function show(number) {
    const photo = photos.find((one) => one.dataset.ksbbPhoto === String(number));
    if (!photo || !frame) return;
    const image = frame.querySelector("img");
    image.src = photo.href;
    image.alt = photo.querySelector("img").alt;
    frame.dataset.number = String(number);
    if (!frame.open) frame.showModal();
  }

  if (frame) {
    for (const photo of photos) {
      photo.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(photo.dataset.ksbbPhoto);
      });
    }
    frame.addEventListener("click", (event) => event.target === frame && frame.close());
    frame.addEventListener("keydown", (event) => {
      const at = Number(frame.dataset.number);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key] ?? (/^[1-6]$/.test(event.key) ? Number(event.key) : 0);
      if (to) show(to);
    });
  }

  // --- the hold: kept while there is somebody who works ----------------------------------------------
  const held = page.querySelector("[data-ksbb-held]");
  if (held) {
    let active = false;
    for (const what of ["keydown", "pointerdown", "scroll"]) {
      page.addEventListener(what, () => (active = true), { passive: true });
    }
    const token = () => page.querySelector("[name=csrfmiddlewaretoken]").value;
    const lost = () => {
      held.classList.add("held-lost");
      held.querySelector("[data-ksbb-held-text]").textContent = held.dataset.lost;
    };
    setInterval(async () => {
      if (!active || page.hidden) return;
      active = false;
      const headers = { "X-CSRFToken": token(), "X-Requested-With": "fetch" };
      try {
        const answer = await fetch(held.dataset.ksbbHeld, { method: "POST", headers, redirect: "manual" });
        if (answer.status !== 204) lost();
      } catch {
        active = true;
      }
    }, EVERY);
  }

  // --- all on this page ------------------------------------------------------------------------------
  const all = page.querySelector("[data-ksbb-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      for (const box of page.querySelectorAll("[name=pilih]")) box.checked = true;
    });
  }
})();
