// How the map is drawn: a quiet base, and on it what is not surveyed, what is watched, and who watches.

import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { type MapData, say } from "./data";
import type { View } from "./view";

export interface Palette {
  paper: string; water: string; building: string; street: string; edge: string;
  ink: string; soft: string; gap: string; few: string; some: string; many: string; ground: string;
}

// The watched streets' three blues differ in lightness by 20 and more (CIE L*), so that they differ without colour too.
const LIGHT: Palette = {
  paper: "#f6f4ee", water: "#dbe6ea", building: "#e8e4da", street: "#ffffff", edge: "#d6d1c4",
  ink: "#1c1b19", soft: "#55524b", gap: "#7b766c", few: "#7fb2d4", some: "#1f77ad", many: "#0a3557", ground: "#0b5c8a",
};
const DARK: Palette = {
  paper: "#191b1d", water: "#14242c", building: "#25282b", street: "#34383c", edge: "#1f2224",
  ink: "#f0eee8", soft: "#b9b5ab", gap: "#8d897f", few: "#3f7ea8", some: "#74bbe8", many: "#d8efff", ground: "#7cbbe6",
};

export function choosePalette(dark: boolean): Palette {
  return dark ? DARK : LIGHT;
}

const FONT = ["Noto Sans"];
const NAME_ZOOM = 14;
const SPOT_ZOOM = 15;
const FIRST_SPOT = 6; // squares and parks, as publish/maps/city.py ranks what has a name

// Layers that are switched on and off together.
export const PARTS: Record<string, string[]> = {
  ground: ["ground-high", "ground-high-edge", "ground-typical", "ground-typical-edge", "ground-low"],
  streets: ["watched-street", "watched-high", "watched"],
  cameras: ["camera", "camera-chosen"],
};

export function buildStyle(data: MapData, view: View, palette: Palette, scenario: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      city: {
        type: "vector", url: `pmtiles://${new URL(data.tiles, document.baseURI).href}`,
      },
    },
    layers: [...buildBase(data, palette), ...buildWatched(data, palette), ...buildNames(data, view, palette), ...buildCameras(data, palette)].map(
      (layer) => finish(layer, view, scenario),
    ),
  };
}

function finish(layer: LayerSpecification, view: View, scenario: string): LayerSpecification {
  const filter = buildFilter(layer.id, view, scenario);
  const part = Object.keys(PARTS).find((name) => PARTS[name]?.includes(layer.id));
  const off = part !== undefined && !view.show.includes(part as never);
  return {
    ...layer,
    ...(filter ? { filter } : {}),
    layout: { ...layer.layout, visibility: off ? "none" : "visible" },
  } as LayerSpecification;
}

function city(id: string, layer: string): { id: string; source: string; "source-layer": string } {
  return { id, source: "city", "source-layer": layer };
}

function buildBase(data: MapData, p: Palette): LayerSpecification[] {
  const wide: ExpressionSpecification = ["match", ["get", "kind"],
    ["motorway", "trunk", "primary"], 3, ["secondary", "tertiary"], 2.4, ["residential", "unclassified", "living_street", "pedestrian"], 1.7, 0.8];
  const grow = (more: number): ExpressionSpecification => ["interpolate", ["exponential", 1.6], ["zoom"],
    data.first_zoom, ["+", 0.4, more / 3], 14, ["+", wide, more], 17, ["+", ["*", 3.2, wide], more], 20, ["+", ["*", 12, wide], more]];
  return [
    { id: "paper", type: "background", paint: { "background-color": p.paper } },
    { ...city("water", "water"), type: "fill", paint: { "fill-color": p.water } },
    { ...city("waterway", "waterway"), type: "line", paint: { "line-color": p.water, "line-width": 2 } },
    { ...city("building", "building"), type: "fill", paint: { "fill-color": p.building, "fill-outline-color": p.edge } },
    { ...city("street-edge", "street"), type: "line", layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": p.edge, "line-width": grow(1.2) } },
    { ...city("street", "street"), type: "line", layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": p.street, "line-width": grow(0) } },
    { ...city("unsurveyed", "unsurveyed"), type: "fill", paint: { "fill-pattern": "hatch" } },
    { ...city("unsurveyed-edge", "unsurveyed"), type: "line", paint: { "line-color": p.gap, "line-dasharray": [4, 3], "line-width": 1.2 } },
  ];
}

// Darker and wider with the number of cameras; what only the high band has is dotted.
function buildWatched(data: MapData, p: Palette): LayerSpecification[] {
  const colour: ExpressionSpecification = ["step", ["get", "k"], p.few, 2, p.some, 4, p.many];
  const width = (times: number): ExpressionSpecification => ["step", ["get", "k"], 2 * times, 2, 3.4 * times, 4, 5 * times];
  const far = data.near_zoom;
  const fill = (id: string, opacity: number): LayerSpecification => ({
    ...city(id, "ground"), type: "fill", minzoom: far, paint: { "fill-color": p.ground, "fill-opacity": opacity, "fill-antialias": false },
  });
  const edge = (id: string, paint: object): LayerSpecification => ({
    ...city(id, "ground"), type: "line", minzoom: far, paint: { "line-color": p.ground, ...paint },
  });
  return [
    fill("ground-high", 0.08),
    fill("ground-typical", 0.16),
    fill("ground-low", 0.26),
    edge("ground-high-edge", { "line-dasharray": [2, 3], "line-width": 1, "line-opacity": 0.8 }),
    edge("ground-typical-edge", { "line-width": 1.2, "line-opacity": 0.8 }),
    { ...city("watched-street", "watched_street"), type: "line", maxzoom: far, layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], data.first_zoom, width(0.45), far, width(1)],
        "line-opacity": ["interpolate", ["linear"], ["/", ["get", "typical"], ["max", 1, ["get", "length"]]], 0, 0.45, 0.5, 1] } },
    { ...city("watched-high", "watched"), type: "line", minzoom: far, paint: { "line-color": p.some, "line-width": 1.6, "line-dasharray": [1, 2] } },
    { ...city("watched", "watched"), type: "line", minzoom: far,
      paint: { "line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], far, width(1), 19, width(2)] } },
  ];
}

function buildNames(data: MapData, view: View, p: Palette): LayerSpecification[] {
  const name: ExpressionSpecification = view.names
    ? ["case", ["!=", ["coalesce", ["get", `name:${view.names}`], ""], ""], ["get", `name:${view.names}`], ["get", "name"]]
    : ["get", "name"];
  const halo = { "text-color": p.soft, "text-halo-color": p.paper, "text-halo-width": 1.6 };
  return [
    { ...city("street-name", "street"), type: "symbol", minzoom: NAME_ZOOM,
      layout: { "symbol-placement": "line", "text-field": name, "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 14, 11, 18, 14], "symbol-spacing": 320 },
      paint: { ...halo, "text-halo-color": p.street } },
    { ...city("spot-name", "label"), type: "symbol", minzoom: SPOT_ZOOM, filter: [">=", ["get", "rank"], FIRST_SPOT],
      layout: { "text-field": name, "text-font": FONT, "text-size": 12, "symbol-sort-key": ["get", "rank"], "text-max-width": 7 },
      paint: halo },
    { ...city("place-name", "label"), type: "symbol", filter: ["<", ["get", "rank"], FIRST_SPOT],
      layout: { "text-field": name, "text-font": FONT, "text-size": ["step", ["get", "rank"], 17, 3, 14], "symbol-sort-key": ["get", "rank"], "text-max-width": 8, "text-letter-spacing": 0.06 },
      paint: { ...halo, "text-color": p.ink } },
    { ...city("unsurveyed-name", "unsurveyed"), type: "symbol",
      layout: { "text-field": say(data, "unsurveyed"), "text-font": FONT, "text-size": 13, "text-max-width": 9 },
      paint: { ...halo, "text-color": p.ink, "text-halo-width": 2.4 } },
  ];
}

const STATE_MARK: ExpressionSpecification = ["match", ["get", "state"], ["planned", "contracted", "withheld"], "planned",
  ["removed", "disused", "dummy", "moved"], "gone", "stands"];

function buildCameras(data: MapData, p: Palette): LayerSpecification[] {
  const grow: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], data.near_zoom - 1, 0.5, data.near_zoom, 0.65, 18, 1.05];
  const icon: ExpressionSpecification = ["concat", "camera ", ["case", ["==", ["get", "kind"], ""], "unknown", ["get", "kind"]], " ",
    STATE_MARK, " ", ["case", [">=", ["get", "bearing"], 0], "looks", "no"]];
  return [
    { ...city("camera-chosen", "camera"), type: "circle",
      paint: { "circle-radius": 13, "circle-color": "transparent", "circle-stroke-color": p.ink, "circle-stroke-width": 2.5 } },
    { ...city("camera", "camera"), type: "symbol", minzoom: data.near_zoom - 1,
      layout: { "icon-image": icon, "icon-size": grow, "icon-allow-overlap": true, "icon-ignore-placement": true,
        "icon-rotate": ["max", 0, ["get", "bearing"]], "icon-rotation-alignment": "map" } },
  ];
}

// The filter of a layer, or null where it shows all of its source.
export function buildFilter(id: string, view: View, scenario: string): FilterSpecification | null {
  if (id === "camera") return all(cameraTests(view, scenario));
  if (id === "camera-chosen") return ["==", ["get", "id"], view.camera];
  if (id.startsWith("ground-")) {
    const band = id.split("-")[1] ?? "";
    return all([...cameraTests(view, scenario), is("band", band), is("level", view.level), is("reach", view.reach),
      ["in", ["get", "scenario"], ["literal", ["", scenario]]]]);
  }
  if (id.startsWith("watched")) {
    const tests = [is("level", view.level), is("reach", view.reach), is("scenario", scenario)];
    if (id === "watched-high") tests.push(is("band", "high"));
    if (id === "watched") tests.push(is("band", "typical"));
    return all(tests);
  }
  return null;
}

function is(name: string, value: string): ExpressionSpecification {
  return ["==", ["get", name], value];
}

function all(tests: ExpressionSpecification[]): FilterSpecification {
  return ["all", ...tests] as FilterSpecification;
}

function cameraTests(view: View, scenario: string): ExpressionSpecification[] {
  const tests: ExpressionSpecification[] = [];
  if (view.kinds) tests.push(["in", ["get", "kind"], ["literal", view.kinds.map(bare)]]);
  if (view.states) tests.push(["in", ["get", "state"], ["literal", view.states.map(bare)]]);
  if (view.operator !== null) tests.push(is("operator", view.operator));
  if (view.list !== null) tests.push(["in", `|${view.list}|`, ["get", "lists"]]);
  if (view.day !== null) tests.push(["<=", ["get", "since"], view.day], [">", ["get", "until"], view.day]);
  if (scenario) tests.push(["any", is("scenarios", ""), ["in", `|${scenario}|`, ["get", "scenarios"]]]);
  return tests;
}

// `unknown` in the address stands for what nobody has said.
function bare(value: string): string {
  return value === "unknown" ? "" : value;
}
