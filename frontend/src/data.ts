// What the page hands to its script, as publish/maps/page.py writes it. Nothing else reaches the map.

export interface Scenario {
  id: string;
  title: string;
}

export interface MapData {
  bounds: [number, number, number, number];
  tiles: string;
  worker: string;
  search: string;
  cameras: string;
  first_zoom: number;
  near_zoom: number;
  level: string;
  scenarios: Scenario[];
  languages: string[];
  names: string;
  days: number[];
  folding: Record<string, string>;
  words: Record<string, string>;
}

export function readData(): MapData {
  const node = document.getElementById("map-data");
  if (!node?.textContent) throw new Error("the page holds no data for the map");
  return JSON.parse(node.textContent) as MapData;
}

// A word of the page's language; its key where the page does not say it, so that a gap is seen and nothing breaks.
export function say(data: MapData, key: string, values: Record<string, string | number> = {}): string {
  const words = data.words[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

// How many there are, in the plural form that the page's language has for the number.
export function sayMany(data: MapData, key: string, number: number): string {
  const tongue = document.documentElement.lang || "en";
  return say(data, `${key}_${new Intl.PluralRules(tongue).select(number)}`, { number: number.toLocaleString(tongue) });
}

// 20240131 as the reader's day, in the words of the page.
export function sayDay(data: MapData, day: number): string {
  const [year, month, date] = [Math.floor(day / 10000), Math.floor(day / 100) % 100, day % 100];
  return say(data, "day_of", { year, month: say(data, "months").split(", ")[month - 1] ?? "", day: date });
}
