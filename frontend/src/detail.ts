// What is said of one camera beside the map, and the list of those in sight, for readers who use no pointer.

import type { MapGeoJSONFeature } from "maplibre-gl";
import { type MapData, say, sayMany } from "./data";

const LISTED = 40;

export function nameCamera(data: MapData, said: Record<string, unknown>): string {
  const kind = say(data, `kind_${String(said["kind"] || "unknown")}`);
  return [said["name"] || kind, said["street"]].filter(Boolean).join(", ");
}

export function showDetail(data: MapData, node: HTMLElement, said: Record<string, unknown> | null): void {
  node.hidden = said === null;
  if (said === null) return;
  const title = document.createElement("h3");
  title.textContent = nameCamera(data, said);
  const list = document.createElement("dl");
  const facts: [string, string][] = [
    ["id", String(said["id"])],
    ["kind", say(data, `kind_${String(said["kind"] || "unknown")}`)],
    ["state", say(data, `state_${String(said["state"] || "unknown")}`)],
    ["operator", String(said["operator"] || say(data, "not_known"))],
    ["lists", String(said["lists"] || "").split("|").filter(Boolean).map((one) => say(data, `list_${one}`)).join(", ") || say(data, "not_known")],
    ["direction", Number(said["bearing"]) >= 0 ? say(data, "degrees", { value: Number(said["bearing"]) }) : say(data, "not_known")],
  ];
  for (const [name, text] of facts) {
    const [term, detail] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = say(data, name);
    detail.textContent = text;
    const row = document.createElement("div");
    row.append(term, detail);
    list.append(row);
  }
  const link = document.createElement("a");
  link.href = `${data.cameras}${String(said["page"])}`;
  link.textContent = say(data, "page");
  if (document.body.classList.contains("embedded")) link.target = "_top";
  const line = document.createElement("p");
  line.append(link);
  node.replaceChildren(title, ...(Number(said["ground"]) ? [] : [paragraph(say(data, "no_ground"))]), list, line);
}

function paragraph(text: string): HTMLElement {
  const node = document.createElement("p");
  node.className = "hole-line";
  node.textContent = text;
  return node;
}

export function showList(
  data: MapData, node: HTMLElement, title: HTMLElement, found: MapGeoJSONFeature[], near: boolean, choose: (id: string, said: Record<string, unknown>) => void,
): void {
  title.textContent = near ? sayMany(data, "in_sight", found.length) : say(data, "too_far");
  const focused = node.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["id"] : null;
  node.replaceChildren(
    ...found.slice(0, near ? LISTED : 0).map(({ properties }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset["id"] = String(properties["id"]);
      button.textContent = nameCamera(data, properties);
      const more = document.createElement("span");
      more.textContent = String(properties["id"]);
      button.append(" ", more);
      button.addEventListener("click", () => choose(String(properties["id"]), properties));
      item.append(button);
      return item;
    }),
  );
  if (focused) node.querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}
