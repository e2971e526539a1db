// The map of schools with open needs. Everything on it is also in the list; without JavaScript only the list is there.
// Put there by templates/components/need_map.html.
(() => {
  const JAKARTA = [
    [-6.38, 106.68],
    [-6.07, 106.98],
  ];
  const here = document.currentScript.src;
  const vendor = new URL("../vendor/", here);
  const STYLES = ["leaflet-1.9.4/leaflet.css", "leaflet.markercluster-1.5.3/MarkerCluster.css"];
  const SCRIPTS = ["leaflet-1.9.4/leaflet.js", "leaflet.markercluster-1.5.3/leaflet.markercluster.js"];

  function style(path) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(path, vendor);
    document.head.prepend(link);
  }

  function script(path) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(path, vendor);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  async function json(url) {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    return response.json();
  }

  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");

  function number(value) {
    return Number(value).toLocaleString(document.documentElement.lang || "id");
  }

  // Text of others is only ever text, never markup.
  function popup(school, words) {
    const box = document.createElement("div");
    const title = document.createElement("a");
    title.href = school.url;
    title.textContent = school.name;
    title.className = "map-popup-title";
    const facts = document.createElement("p");
    facts.textContent = `${school.form} · ${number(school.open)} ${words.open} / ${number(school.needed)} ${words.needed}`;
    box.append(title, facts);
    return box;
  }

  function areaPopup(area, words) {
    const box = document.createElement("div");
    const title = document.createElement("a");
    title.href = area.url;
    title.textContent = area.name;
    title.className = "map-popup-title";
    const facts = document.createElement("p");
    facts.textContent = `${number(area.open)} ${words.open} / ${number(area.needed)} ${words.needed}`;
    box.append(title, facts);
    return box;
  }

  // What the five colours stand for, below the map.
  function legend(box, opens, words) {
    const list = document.createElement("ul");
    list.className = "need-map-legend";
    const title = document.createElement("li");
    title.textContent = `${words.darker}:`;
    list.append(title);
    for (let step = 1; step <= 5; step += 1) {
      const found = opens.filter((open) => open && 1 + Math.min(4, Math.floor((5 * opens.indexOf(open)) / opens.length)) === step);
      if (!found.length) continue;
      const line = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = `swatch swatch-${step}`;
      line.append(swatch, ` ${number(found[0])}–${number(found[found.length - 1])}`);
      list.append(line);
    }
    box.after(list);
  }

  function shade(open) {
    return [0, 5, 15, 40, 100].filter((low) => open > low).length;
  }

  function marker(feature, at, words) {
    const school = feature.properties;
    const icon = L.divIcon({
      className: `map-point map-shade-${shade(school.open)}`,
      html: number(school.open),
      iconSize: [32, 32],
    });
    const name = `${school.name}: ${number(school.open)} ${words.open}`;
    return L.marker(at, { icon, title: name, alt: name, open: school.open }).bindPopup(() => popup(school, words));
  }

  function cluster(group) {
    const open = group.getAllChildMarkers().reduce((sum, one) => sum + one.options.open, 0);
    const size = open < 1000 ? 44 : 56;
    return L.divIcon({ className: "map-cluster", html: number(open), iconSize: [size, size] });
  }

  async function boundaries(map, url, words) {
    const areas = await json(url);
    const opens = areas.features.map((area) => area.properties.open || 0).sort((a, b) => a - b);
    // Five classes with about as many areas in each, as on the schematic map.
    const shade = (open) => (open ? 1 + Math.min(4, Math.floor((5 * opens.indexOf(open)) / opens.length)) : 0);
    L.geoJSON(areas, {
      onEachFeature: (area, layer) => layer.bindPopup(() => areaPopup(area.properties, words)),
      style: (area) => ({
        className: `map-area map-shade-${shade(area.properties.open || 0)}`,
        weight: 1.5,
      }),
    }).addTo(map);
    map.attributionControl.addAttribution(words.source);
    legend(map.getContainer(), opens, words);
  }

  // A choice of schools fills the frame; all of them show the mainland, which the far islands would make tiny.
  function frame(map, group) {
    if (!group.getLayers().length) return;
    const mainland = L.latLngBounds(JAKARTA);
    const found = group.getBounds();
    const wanted = mainland.contains(found) || !mainland.intersects(found) ? found : mainland;
    map.fitBounds(wanted, { padding: [16, 16], maxZoom: 15 });
  }

  async function draw(box) {
    const words = {
      open: box.dataset.labelOpen || "belum terpenuhi",
      needed: box.dataset.labelNeeded || "dibutuhkan",
      source: box.dataset.labelSource || "",
      darker: box.dataset.labelDarker || "Makin gelap, makin banyak yang belum terpenuhi",
      zoomIn: box.dataset.labelZoomIn || "Perbesar",
      zoomOut: box.dataset.labelZoomOut || "Perkecil",
    };
    STYLES.forEach(style);
    for (const path of SCRIPTS) await script(path);
    box.replaceChildren();
    box.classList.add("map-ready");
    const calm = reduced.matches;
    const map = L.map(box, {
      zoomControl: false,
      minZoom: 8,
      maxZoom: 18,
      zoomSnap: 0.5,
      scrollWheelZoom: false,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
    });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    map.fitBounds(JAKARTA);
    if (box.dataset.tileUrl) L.tileLayer(box.dataset.tileUrl, { attribution: box.dataset.tileAttribution }).addTo(map);
    if (box.dataset.boundariesUrl) await boundaries(map, box.dataset.boundariesUrl, words).catch(() => undefined);
    const points = await json(box.dataset.pointsUrl);
    const group = L.markerClusterGroup({ iconCreateFunction: cluster, animate: !calm, showCoverageOnHover: false });
    group.addLayer(L.geoJSON(points, { pointToLayer: (feature, at) => marker(feature, at, words) }));
    map.addLayer(group);
    frame(map, group);
  }

  function fail(box) {
    box.classList.remove("map-ready");
    const text = document.createElement("p");
    text.className = "need-map-wait";
    text.textContent = box.dataset.labelFailed || "Peta tidak dapat dimuat. Daftar sekolah di bawah tetap lengkap.";
    box.replaceChildren(text);
  }

  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        draw(entry.target).catch(() => fail(entry.target));
      }
    },
    { rootMargin: "200px" },
  );
  for (const box of document.querySelectorAll("[data-ksbb-map]")) seen.observe(box);
})();
