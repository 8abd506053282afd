// Beside the map in `serve` alone: two places, the way between them on the map, and its strip. Keeps nothing.
"use strict";
(() => {
  const form = document.getElementById("walk");
  const canvas = document.getElementById("map");
  if (!form || !canvas) return;
  const words = form.dataset;
  const ends = ["walk-from", "walk-to"].map((id) => document.getElementById(id));
  const [status, result, pick] = ["walk-status", "walk-result", "walk-pick"].map((id) => document.getElementById(id));
  const none = { type: "FeatureCollection", features: [] };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let map = null, way = none, next = null;

  const place = (at) => `${at.lat.toFixed(5)}, ${at.lng.toFixed(5)}`;
  const points = () => ({ type: "FeatureCollection", features: ends.flatMap((node, number) => {
    const found = /^\s*(-?[\d.]+)\s*[,; ]\s*(-?[\d.]+)\s*$/.exec(node.value);
    return found ? [{ type: "Feature", properties: { name: "AB"[number] }, geometry: { type: "Point", coordinates: [Number(found[2]), Number(found[1])] } }] : [];
  }) });

  // The layers go when the map is drawn anew for another theme, and come back with it.
  function draw() {
    if (!map || !map.getLayer("camera")) return;
    if (!map.getSource("walk")) {
      const [ink, paper] = dark.matches ? ["#ffd58a", "#16171a"] : ["#7d2f00", "#ffffff"];
      map.addSource("walk", { type: "geojson", data: way });
      map.addSource("walk-ends", { type: "geojson", data: points() });
      const line = (id, paint, seen) => map.addLayer({ id, type: "line", source: "walk", paint,
        layout: { "line-cap": "butt", "line-join": "round" }, ...(seen ? { filter: ["in", ["get", "seen"], ["literal", seen]] } : {}) });
      line("walk-edge", { "line-color": paper, "line-width": 9 });
      line("walk-low", { "line-color": ink, "line-width": 7 }, ["low"]);
      line("walk-typical", { "line-color": ink, "line-width": 4.5 }, ["typical"]);
      line("walk-high", { "line-color": ink, "line-width": 3, "line-dasharray": [2, 1] }, ["high"]);
      line("walk-not", { "line-color": ink, "line-width": 1.4 }, ["not"]);
      line("walk-unsurveyed", { "line-color": ink, "line-width": 1.4, "line-dasharray": [1, 3] }, ["unsurveyed"]);
      map.addLayer({ id: "walk-ends", type: "circle", source: "walk-ends", paint: { "circle-radius": 10, "circle-color": ink, "circle-stroke-color": paper, "circle-stroke-width": 2 } });
      map.addLayer({ id: "walk-names", type: "symbol", source: "walk-ends", layout: { "text-field": ["get", "name"], "text-font": ["Noto Sans"], "text-size": 13, "text-allow-overlap": true }, paint: { "text-color": paper } });
    } else {
      map.getSource("walk").setData(way);
      map.getSource("walk-ends").setData(points());
    }
  }

  function choose(number) {
    next = number;
    pick.setAttribute("aria-pressed", String(number !== null));
    if (number !== null) status.textContent = [words.first, words.last][number];
  }

  function clicked(event) {
    if (next === null) return;
    ends[next].value = place(event.lngLat);
    draw();
    if (next === 0) choose(1);
    else {
      choose(null);
      form.requestSubmit();
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = words.working;
    const body = new URLSearchParams(new FormData(form));
    body.set("as", "json");
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    const told = answer && (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : null;
    way = { type: "FeatureCollection", features: told?.lines ?? [] };
    result.innerHTML = told?.page ?? "";
    status.textContent = !told ? words.silence : answer.ok ? words.done : "";
    draw();
  });
  document.getElementById("walk-clear").addEventListener("click", () => {
    form.reset();
    way = none;
    result.textContent = status.textContent = "";
    choose(null);
    draw();
  });
  pick.addEventListener("click", () => {
    choose(next === null ? 0 : null);
    if (next !== null) canvas.scrollIntoView({ block: "nearest" });
  });
  for (const node of document.querySelectorAll(".walk-middle")) {
    node.addEventListener("click", () => {
      if (map) document.getElementById(node.dataset.into).value = place(map.getCenter());
      draw();
    });
  }
  for (const node of ends) node.addEventListener("change", draw);
  addEventListener("keydown", (event) => { if (event.key === "Escape" && next !== null) choose(null); });

  function take() {
    map = canvas.moving ?? null;
    if (!map) return;
    map.on("click", clicked);
    map.on("idle", () => { if (!map.getSource("walk")) draw(); });
    draw();
  }
  canvas.addEventListener("moving", take, { once: true });
  if (canvas.moving) take();
})();
