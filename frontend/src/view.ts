// What is shown, and the part of the address behind # that says so: a link to it shows the same again.

import type { MapData } from "./data";

export const SHOWN = ["ground", "streets", "cameras"] as const;
export type Shown = (typeof SHOWN)[number];

export interface View {
  zoom: number | null;
  lat: number;
  lon: number;
  level: string;
  reach: string;
  scenario: string;
  beside: string;
  kinds: string[] | null;
  states: string[] | null;
  operator: string | null;
  list: string | null;
  day: number | null;
  names: string;
  show: Shown[];
  camera: string;
}

export function readView(fragment: string, data: MapData): View {
  const asked = new URLSearchParams(fragment.replace(/^#/, ""));
  const [zoom, lat, lon] = (asked.get("at") ?? "").split("/").map(Number);
  const placed = [zoom, lat, lon].every((value) => Number.isFinite(value));
  const many = (name: string) => (asked.has(name) ? (asked.get(name) ?? "").split(",").filter((v) => v !== "none") : null);
  const day = Number(asked.get("day"));
  const show = many("show");
  return {
    zoom: placed ? Math.min(Math.max(zoom ?? 0, data.first_zoom), 20) : null,
    lat: placed ? Math.min(Math.max(lat ?? 0, -85), 85) : 0,
    lon: placed ? Math.min(Math.max(lon ?? 0, -180), 180) : 0,
    level: asked.get("level") ?? data.level,
    reach: asked.get("reach") === "reachable" ? "reachable" : "instant",
    scenario: knownScenario(asked.get("scenario"), data) || (data.scenarios[0]?.id ?? ""),
    beside: knownScenario(asked.get("beside"), data),
    kinds: many("kind"),
    states: many("state"),
    operator: asked.get("operator"),
    list: asked.get("list"),
    day: day > 0 ? day : null,
    names: [asked.get("names") ?? data.names].find((tag) => data.languages.includes(tag)) ?? "",
    show: show === null ? [...SHOWN] : SHOWN.filter((one) => show.includes(one)),
    camera: asked.get("camera") ?? "",
  };
}

function knownScenario(id: string | null, data: MapData): string {
  return data.scenarios.some((one) => one.id === id) ? (id ?? "") : "";
}

export function writeView(view: View, data: MapData): string {
  const said = new URLSearchParams();
  const many = (name: string, values: readonly string[] | null) => {
    if (values !== null) said.set(name, values.length ? values.join(",") : "none");
  };
  if (view.zoom !== null) said.set("at", `${view.zoom.toFixed(2)}/${view.lat.toFixed(5)}/${view.lon.toFixed(5)}`);
  if (view.level !== data.level) said.set("level", view.level);
  if (view.reach !== "instant") said.set("reach", view.reach);
  if (view.scenario !== (data.scenarios[0]?.id ?? "")) said.set("scenario", view.scenario);
  if (view.beside) said.set("beside", view.beside);
  many("kind", view.kinds);
  many("state", view.states);
  if (view.operator !== null) said.set("operator", view.operator);
  if (view.list !== null) said.set("list", view.list);
  if (view.day !== null) said.set("day", String(view.day));
  if (view.names !== data.names) said.set("names", view.names);
  if (view.show.length < SHOWN.length) many("show", view.show);
  if (view.camera) said.set("camera", view.camera);
  return `#${said.toString().replaceAll("%2F", "/").replaceAll("%2C", ",")}`;
}
