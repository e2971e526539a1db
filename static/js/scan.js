// Numbers and labels by camera, where the browser can read codes by itself; everywhere else they are typed.
// A field with data-ksbb-scan gets a button; with data-ksbb-scan="kirim" its form is sent as soon as a code was read.
(() => {
  const detector = globalThis.BarcodeDetector;
  if (!detector || !navigator.mediaDevices?.getUserMedia) return;

  const WANTED = ["qr_code", "code_128", "code_39", "ean_13", "data_matrix"];
  let closeCurrent = () => {};

  const valueOf = (text) => {
    // A label's QR holds an address; its last part is the code.
    const label = text.match(/\/perangkat\/([^/?#]+)/);
    return (label ? label[1] : text).trim();
  };

  const open = async (field, button, formats) => {
    closeCurrent();
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    const view = document.createElement("video");
    view.className = "scan-view";
    view.muted = true;
    view.playsInline = true;
    view.srcObject = stream;
    button.parentElement.after(view);
    let isOpen = true;
    const close = () => {
      isOpen = false;
      for (const track of stream.getTracks()) track.stop();
      view.remove();
      button.textContent = button.dataset.open;
      closeCurrent = () => {};
    };
    closeCurrent = close;
    button.textContent = button.dataset.close;
    await view.play();
    const reader = new detector({ formats });
    const look = async () => {
      if (!isOpen) return;
      const found = await reader.detect(view).catch(() => []);
      if (!isOpen) return;
      if (found.length === 0) {
        setTimeout(look, 200);
        return;
      }
      field.value = valueOf(found[0].rawValue);
      close();
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
      if (field.dataset.ksbbScan === "kirim") field.form.requestSubmit();
    };
    look();
  };

  const equip = (field, formats) => {
    const row = document.createElement("div");
    row.className = "scan-row";
    field.before(row);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-secondary";
    const isIndonesian = document.documentElement.lang.startsWith("id");
    button.dataset.open = isIndonesian ? "Pindai" : "Scan";
    button.dataset.close = isIndonesian ? "Tutup kamera" : "Close camera";
    button.textContent = button.dataset.open;
    row.append(field, button);
    button.addEventListener("click", async () => {
      if (button.textContent === button.dataset.close) {
        closeCurrent();
        return;
      }
      try {
        await open(field, button, formats);
      } catch {
        // No camera, or the person said no: the number is typed.
        button.remove();
        field.focus();
      }
    });
  };

  detector.getSupportedFormats().then((known) => {
    const formats = WANTED.filter((one) => known.includes(one));
    if (formats.length === 0) return;
    for (const field of document.querySelectorAll("[data-ksbb-scan]")) equip(field, formats);
  });
})();
