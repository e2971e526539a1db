// "Terdekat dari saya": asks the browser for the place, keeps it rounded in this browser only, and puts it into the address
// only when the reader asks for that order. Put there by templates/donations/partials/_need_orders.html.
(() => {
  const KEY = "ksbb-place";
  const box = document.querySelector("[data-ksbb-near]");
  if (!box) return;
  const note = box.querySelector("[data-ksbb-near-note]");

  function kept() {
    try {
      const place = JSON.parse(localStorage.getItem(KEY));
      return place && Number.isFinite(place.lat) && Number.isFinite(place.lon) ? place : null;
    } catch {
      return null;
    }
  }

  function keep(place) {
    try {
      localStorage.setItem(KEY, JSON.stringify(place));
    } catch {
      // Without a store the place is asked for again next time.
    }
  }

  function go(place) {
    const address = new URL(box.dataset.nearUrl || "", window.location.href);
    address.searchParams.set("lat", place.lat.toFixed(2));
    address.searchParams.set("lon", place.lon.toFixed(2));
    window.location.assign(address);
  }

  // About a kilometre: near enough for a list, too coarse for a home.
  function rounded(position) {
    return {
      lat: Math.round(position.coords.latitude * 100) / 100,
      lon: Math.round(position.coords.longitude * 100) / 100,
    };
  }

  box.querySelector("[data-ksbb-near-ask]")?.addEventListener("click", () => {
    const place = kept();
    if (place) return go(place);
    if (!navigator.geolocation) {
      note.textContent = box.dataset.labelRefused;
      return;
    }
    note.textContent = box.dataset.labelAsking;
    navigator.geolocation.getCurrentPosition(
      (position) => {
        const found = rounded(position);
        keep(found);
        go(found);
      },
      () => {
        note.textContent = box.dataset.labelRefused;
      },
      { enableHighAccuracy: false, maximumAge: 600000, timeout: 15000 },
    );
  });

  box.querySelector("[data-ksbb-near-forget]")?.addEventListener("click", () => {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
    const address = new URL(window.location.href);
    for (const name of ["urut", "lat", "lon", "sesudah"]) address.searchParams.delete(name);
    window.location.assign(address);
  });
})();
