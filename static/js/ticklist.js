// The tick-list saves each row as it is ticked, one request at a time, in order. What could not be saved stays on the page
// and is sent again; without this script the page is one form with one button. Keys: 1 2 3 device, 4 consent, Enter next.
(() => {
  const list = document.querySelector("[data-ksbb-ticklist]");
  if (!list) return;
  const NAMES = ["access", "devices", "learners", "internet", "consent", "by", "on", "uses"];
  const PATIENCE = 15000;
  const rows = () => [...list.querySelectorAll("[data-ksbb-tick]")];
  const waiting = new Set();
  let busy = false;
  let timer = 0;

  // --- what a row says -------------------------------------------------------------------------------
  const fields = (row, name) => [...row.querySelectorAll(`[name="${row.dataset.ksbbTick}-${name}"]`)];

  function value(row, name) {
    const [first, ...others] = fields(row, name);
    if (!first) return null;
    if (first.type === "checkbox") return first.checked;
    if (first.type === "radio") return [first, ...others].find((radio) => radio.checked)?.value ?? "";
    return first.value;
  }

  function set(row, name, wanted) {
    for (const field of fields(row, name)) {
      if (field.type === "checkbox") field.checked = Boolean(wanted);
      else if (field.type === "radio") field.checked = field.value === wanted;
      else field.value = wanted;
    }
  }

  const said = (row) => Object.fromEntries(NAMES.map((name) => [name, value(row, name)]));

  function say(row, told) {
    for (const name of NAMES) if (told[name] !== null && told[name] !== undefined) set(row, name, told[name]);
    later(row);
  }

  // --- saving ----------------------------------------------------------------------------------------
  function later(row, pause = 250) {
    waiting.add(row);
    clearTimeout(timer);
    timer = setTimeout(flush, pause);
  }

  function sent(batch) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", list.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("simpan", "baris");
    for (const field of list.querySelectorAll("[data-ksbb-common] [name]")) data.set(field.name, field.value);
    for (const row of batch) {
      for (const field of row.querySelectorAll("input[name], select[name]")) {
        if (["radio", "checkbox"].includes(field.type) && !field.checked) continue;
        data.append(field.name, field.value);
      }
    }
    return data;
  }

  async function flush() {
    if (busy || !waiting.size) return;
    busy = true;
    const batch = [...waiting].slice(0, 50);
    batch.forEach((row) => {
      waiting.delete(row);
      tell(row, list.dataset.saving);
    });
    try {
      const answer = await fetch(window.location.href, {
        method: "POST",
        body: sent(batch),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.redirected || answer.status === 403) throw new Error(list.dataset.signedOut);
      if (!answer.ok) throw new Error(list.dataset.failed);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      batch.forEach((row) => take(row, page));
      progress(page);
      trouble("");
    } catch (error) {
      const text = error.message === list.dataset.signedOut ? error.message : list.dataset.failed;
      batch.forEach((row) => {
        waiting.add(row);
        tell(row, "");
      });
      trouble(text);
      busy = false;
      return;
    }
    busy = false;
    flush();
  }

  function take(row, page) {
    const result = page.querySelector(`[data-ksbb-result="${row.dataset.ksbbTick}"]`);
    if (!result) return tell(row, list.dataset.failed);
    const changedMeanwhile = waiting.has(row);
    if (result.dataset.state === "taken" && !changedMeanwhile) {
      const fresh = result.querySelector("[data-ksbb-tick]");
      fresh.querySelector("[data-ksbb-status]").append(result.querySelector("[data-ksbb-taken]"));
      const focused = row.contains(document.activeElement) ? document.activeElement.id : "";
      row.replaceWith(fresh);
      if (focused) document.getElementById(focused)?.focus();
      return undefined;
    }
    fields(row, "was")[0].value = result.dataset.was;
    row.querySelector("[data-ksbb-status]").replaceChildren(...result.children);
    row.classList.toggle("field-invalid", result.dataset.state === "refused");
    return undefined;
  }

  function tell(row, text) {
    row.querySelector("[data-ksbb-status]").textContent = text;
  }

  function progress(page) {
    const [here, there] = [document, page].map((doc) => doc.querySelector("[data-ksbb-part=progress]"));
    if (here && there) here.replaceChildren(...there.children);
  }

  function trouble(text) {
    const box = list.querySelector("[data-ksbb-trouble]");
    box.textContent = text;
    box.hidden = !text;
    list.querySelector("[data-ksbb-retry]").hidden = !text;
  }

  // --- ticking ---------------------------------------------------------------------------------------
  list.addEventListener("change", (event) => {
    const row = event.target.closest("[data-ksbb-tick]");
    if (row) later(row);
  });
  list.addEventListener("input", (event) => {
    const row = event.target.closest("[data-ksbb-tick]");
    if (row && event.target.type === "number") later(row, 900);
  });
  list.querySelector("[data-ksbb-retry]").addEventListener("click", flush);
  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size && !leaving) event.preventDefault();
  });
  let leaving = false;
  list.addEventListener("submit", () => {
    leaving = true;
  });

  // --- same as above, for all, one step back ---------------------------------------------------------
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ksbb-above], [data-ksbb-all], [data-ksbb-undo]");
    if (!button) return;
    event.preventDefault();
    if ("ksbbAbove" in button.dataset) sameAsAbove(button.closest("[data-ksbb-tick]"));
    else if ("ksbbAll" in button.dataset) fillAll();
    else undo();
  });

  function sameAsAbove(row) {
    const all = rows();
    const above = all[all.indexOf(row) - 1];
    if (above) say(row, said(above));
  }

  let before = [];
  const undoButton = list.querySelector("[data-ksbb-undo]");

  function fillAll() {
    const chosen = {
      access: list.querySelector("[name=all_access]").value,
      internet: list.querySelector("[name=all_internet]").value,
      consent: list.querySelector("[name=all_consent]").checked,
    };
    before = [];
    for (const row of rows()) {
      const told = said(row);
      const added = Object.entries(chosen).filter(([name, wanted]) => wanted && told[name] !== null && !told[name]);
      if (!added.length) continue;
      before.push([row.dataset.ksbbTick, Object.fromEntries(added.map(([name]) => [name, told[name]]))]);
      say(row, Object.fromEntries(added));
    }
    undoButton.hidden = !before.length;
    list.querySelector("[data-ksbb-filled]").textContent = `${before.length} ${list.dataset.filled}`;
  }

  function undo() {
    for (const [key, told] of before) {
      const row = list.querySelector(`[data-ksbb-tick="${key}"]`);
      if (row) say(row, told);
    }
    before = [];
    undoButton.hidden = true;
    list.querySelector("[data-ksbb-filled]").textContent = "";
    list.querySelector("[data-ksbb-all]").focus();
  }

  // --- keys ------------------------------------------------------------------------------------------
  list.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-ksbb-tick]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = ["number", "date", "select-one"].includes(event.target.type);
    if (event.key === "Enter" && event.target.matches("input, select")) {
      event.preventDefault();
      const next = rows()[rows().indexOf(row) + 1];
      (next?.querySelector("input[type=radio]:checked") ?? next?.querySelector("input[type=radio]"))?.focus();
    } else if (!typing && /^[1-4]$/.test(event.key)) {
      const choice = row.querySelector(`[data-ksbb-key="${event.key}"]`);
      if (!choice) return;
      event.preventDefault();
      choice.click();
      choice.focus();
    } else if (!typing && event.key === "=") {
      event.preventDefault();
      sameAsAbove(row);
    }
  });
})();
