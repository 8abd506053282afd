// The controls beside the map: they change the view and show what it is. The page's HTML holds them and their words.

import { type MapData, say, sayDay } from "./data";
import { nameLanguages } from "./languages";
import { SHOWN, type View } from "./view";

export function connectPanel(root: HTMLElement, data: MapData, view: View, changed: (restyle: boolean) => void): () => void {
  const fills: (() => void)[] = [];
  const choice = (id: string, set: (value: string) => void, get: () => string, restyle = false) => {
    const node = root.querySelector<HTMLSelectElement>(`#${id}`);
    if (!node) return;
    node.addEventListener("change", () => {
      set(node.value);
      changed(restyle);
    });
    fills.push(() => (node.value = get()));
  };
  choice("level", (value) => (view.level = value), () => view.level);
  choice("scenario", (value) => (view.scenario = value), () => view.scenario);
  choice("beside", (value) => (view.beside = value), () => view.beside);
  choice("names", (value) => (view.names = value), () => view.names, true);
  const names = root.querySelector<HTMLSelectElement>("#names");
  if (names) nameLanguages(names);
  choice("operator", (value) => (view.operator = value === "*" ? null : value), () => view.operator ?? "*");
  choice("list", (value) => (view.list = value === "*" ? null : value), () => view.list ?? "*");
  connectReach(root, view, changed, fills);
  connectBoxes(root, "kind", () => view.kinds, (values) => (view.kinds = values), changed, fills);
  connectBoxes(root, "state", () => view.states, (values) => (view.states = values), changed, fills);
  connectBoxes(root, "show", () => view.show, (values) => (view.show = SHOWN.filter((one) => !values || values.includes(one))), changed, fills);
  connectDay(root, data, view, changed, fills);
  root.querySelector("#clear")?.addEventListener("click", () => {
    Object.assign(view, { kinds: null, states: null, operator: null, list: null, day: null });
    changed(false);
  });
  return () => fills.forEach((fill) => fill());
}

function connectReach(root: HTMLElement, view: View, changed: (restyle: boolean) => void, fills: (() => void)[]): void {
  for (const node of root.querySelectorAll<HTMLInputElement>("input[name=reach]")) {
    node.addEventListener("change", () => {
      view.reach = node.value;
      changed(false);
    });
    fills.push(() => (node.checked = node.value === view.reach));
  }
}

function connectBoxes(
  root: HTMLElement, name: string, get: () => readonly string[] | null, set: (values: string[] | null) => void,
  changed: (restyle: boolean) => void, fills: (() => void)[],
): void {
  const boxes = [...root.querySelectorAll<HTMLInputElement>(`input[name=${name}]`)];
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const on = boxes.filter((one) => one.checked).map((one) => one.value);
      set(on.length === boxes.length ? null : on);
      changed(false);
    });
    fills.push(() => {
      const on = get();
      box.checked = on === null || on.includes(box.value);
    });
  }
}

function connectDay(root: HTMLElement, data: MapData, view: View, changed: (restyle: boolean) => void, fills: (() => void)[]): void {
  const slider = root.querySelector<HTMLInputElement>("#day");
  const words = root.querySelector<HTMLOutputElement>("#day-words");
  if (!slider || !words) return;
  const last = data.days.length;
  slider.max = String(last);
  slider.addEventListener("input", () => {
    view.day = data.days[Number(slider.value)] ?? null;
    changed(false);
  });
  fills.push(() => {
    const at = view.day === null ? last : data.days.findLastIndex((day) => day <= (view.day ?? 0));
    slider.value = String(Math.max(0, at));
    words.value = view.day === null ? say(data, "any_day") : say(data, "seen_by", { day: sayDay(data, view.day) });
    slider.setAttribute("aria-valuetext", words.value);
  });
}
