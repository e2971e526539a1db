// A signature drawn with finger, pen or mouse, sent as the data of an SVG path on a field of 600 × 200.
(() => {
  const MOST = 3000;
  for (const box of document.querySelectorAll("[data-ksbb-signature]")) {
    const pad = box.querySelector("[data-ksbb-pad]");
    const line = pad.querySelector("path");
    const field = box.querySelector("input[type=hidden]");
    let drawing = false;
    let points = (field.value.match(/[ML]/g) ?? []).length;

    const show = () => line.setAttribute("d", field.value);
    const within = (value, most) => Math.round(Math.min(most, Math.max(0, value)));

    function add(event, letter) {
      if (points >= MOST) return;
      const area = pad.getBoundingClientRect();
      const x = within(((event.clientX - area.left) / area.width) * 600, 600);
      const y = within(((event.clientY - area.top) / area.height) * 200, 200);
      field.value += `${letter}${x} ${y}`;
      points += 1;
      show();
    }

    pad.addEventListener("pointerdown", (event) => {
      drawing = true;
      pad.setPointerCapture(event.pointerId);
      add(event, "M");
    });
    pad.addEventListener("pointermove", (event) => {
      if (drawing) add(event, "L");
    });
    for (const name of ["pointerup", "pointercancel"]) {
      pad.addEventListener(name, () => {
        drawing = false;
      });
    }
    box.querySelector("[data-ksbb-wipe]").addEventListener("click", () => {
      field.value = "";
      points = 0;
      show();
    });
    box.hidden = false;
    show();
  }
})();
