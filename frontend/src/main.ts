// The moving map of a published site: makes the map, or two side by side, and keeps page, map and address in step.

import { addProtocol, setWorkerUrl } from "maplibre-gl";
import { PMTiles, Protocol } from "pmtiles";
import { City } from "./city";
import { readData, say } from "./data";
import { nameCamera, showDetail, showList } from "./detail";
import { connectPanel } from "./panel";
import { type Entry, Search } from "./search";
import { TileFile } from "./source";
import { choosePalette } from "./style";
import { readView, writeView } from "./view";

const data = readData();
const get = (id: string): HTMLElement => {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page holds no #${id}`);
  return node;
};
const dark = matchMedia("(prefers-color-scheme: dark)");
const view = readView(location.hash, data);
const CAMERA_ZOOM = 18;
const STREET_ZOOM = 16.5;

// The names' letters are drawn from the page's own fonts, which must be there before the first tile is laid out.
await Promise.all(["Aa Šč Бг", "Љљ Đđ"].map((letters) => document.fonts.load('16px "Noto Sans"', letters)));
setWorkerUrl(new URL(data.worker, document.baseURI).href);
const protocol = new Protocol();
protocol.add(new PMTiles(new TileFile(new URL(data.tiles, document.baseURI).href)));
addProtocol("pmtiles", protocol.tile);

const first = new City(data, get("map"), view, choosePalette(dark.matches), view.scenario);
let second: City | null = null;
const cities = () => (second ? [first, second] : [first]);

function remember(): void {
  const { lng, lat } = first.map.getCenter();
  Object.assign(view, { lon: lng, lat, zoom: first.map.getZoom() });
  const said = writeView(view, data);
  if (said !== location.hash) history.replaceState(null, "", said);
}

function title(scenario: string): string {
  return data.scenarios.find((one) => one.id === scenario)?.title ?? "";
}

function arrange(): void {
  const wanted = view.beside !== "" && view.beside !== view.scenario;
  if (wanted && !second) {
    get("map-beside").hidden = false;
    first.map.resize();
    second = new City(data, get("map-second"), { ...view, zoom: first.map.getZoom(), lon: first.map.getCenter().lng, lat: first.map.getCenter().lat }, choosePalette(dark.matches), view.beside);
    follow(first, second);
    follow(second, first);
    watch(second);
  } else if (!wanted && second) {
    second.map.remove();
    second = null;
    get("map-beside").hidden = true;
    first.map.resize();
  }
  first.scenario = view.scenario;
  if (second) second.scenario = view.beside;
  get("map-title").textContent = second ? title(view.scenario) : "";
  get("beside-title").textContent = second ? title(view.beside) : "";
}

function follow(leader: City, follower: City): void {
  leader.map.on("move", (event) => {
    if (!("following" in event)) follower.map.jumpTo({ center: leader.map.getCenter(), zoom: leader.map.getZoom() }, { following: true });
  });
}

function changed(restyle: boolean): void {
  arrange();
  for (const city of cities()) {
    if (restyle) city.restyle(view, choosePalette(dark.matches));
    else if (city.map.isStyleLoaded() || city.map.getLayer("camera")) city.show(view);
  }
  fill();
  remember();
}

function choose(id: string, said: Record<string, unknown> | null): void {
  view.camera = id;
  showDetail(data, get("detail"), said);
  get("chosen").textContent = said ? say(data, "chosen", { name: nameCamera(data, said) }) : "";
  for (const city of cities()) if (city.map.getLayer("camera")) city.show(view);
  remember();
}

function go(lon: number, lat: number, zoom: number): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  first.map[calm ? "jumpTo" : "flyTo"]({ center: [lon, lat], zoom: Math.max(zoom, first.map.getZoom()) });
}

function take(entry: Entry): void {
  const camera = entry.sort === "camera";
  if (camera) choose(entry.id, null);
  go(entry.lon, entry.lat, camera ? CAMERA_ZOOM : STREET_ZOOM);
}

function watch(city: City): void {
  city.map.on("click", (event) => {
    const [hit] = city.map.queryRenderedFeatures([[event.point.x - 6, event.point.y - 6], [event.point.x + 6, event.point.y + 6]], { layers: ["camera"] });
    choose(hit ? String(hit.properties["id"]) : "", hit?.properties ?? null);
  });
  city.map.on("mouseenter", "camera", () => (city.map.getCanvas().style.cursor = "pointer"));
  city.map.on("mouseleave", "camera", () => (city.map.getCanvas().style.cursor = ""));
}

const fill = connectPanel(get("panel"), data, view, changed);
new Search(data, get("search") as HTMLInputElement, get("found"), get("search-status"), take);
watch(first);
first.map.on("moveend", remember);
first.map.on("idle", () => {
  const found = first.camerasInSight();
  showList(data, get("in-sight"), get("in-sight-title"), found, first.map.getZoom() >= data.near_zoom - 1, (id, said) => choose(id, said));
  const said = found.find((one) => one.properties["id"] === view.camera)?.properties;
  if (said && get("detail").hidden) choose(view.camera, said);
});
for (const [id, step] of [["nearer", 1], ["farther", -1]] as const) get(id).addEventListener("click", () => first.map.zoomTo(Math.round(first.map.getZoom() + step)));
get("whole").addEventListener("click", () => first.map.fitBounds(data.bounds, { padding: 12 }));
get("share").addEventListener("click", async () => {
  remember();
  const done = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
  get("share-status").textContent = say(data, done ? "copied" : "copy_yourself");
});
dark.addEventListener("change", () => cities().forEach((city) => city.restyle(view, choosePalette(dark.matches))));
addEventListener("hashchange", () => {
  Object.assign(view, readView(location.hash, data));
  if (view.zoom !== null) first.map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
  changed(true);
});
arrange();
fill();
// For what stands beside the map on a desk; a published page listens to nothing of it.
Object.assign(get("map"), { moving: first.map });
get("map").dispatchEvent(new Event("moving"));
