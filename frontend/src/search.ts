// Search for a street or camera in either script: one form for all spellings, by the table that the page brings.

import { type MapData, say, sayMany } from "./data";

interface Entry {
  sort: string;
  name: string;
  also: string;
  lon: number;
  lat: number;
  id: string;
  folded: string;
}

const SHOWN = 8;

export function fold(text: string, table: Record<string, string>): string {
  const latin = Array.from(text.toLowerCase(), (letter) => table[letter] ?? letter).join("");
  return latin.normalize("NFD").replace(/\p{M}/gu, "");
}

export class Search {
  private entries: Promise<Entry[]> | null = null;
  private found: Entry[] = [];
  private at = -1;

  constructor(
    private readonly data: MapData,
    private readonly field: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly status: HTMLElement,
    private readonly choose: (entry: Entry) => void,
  ) {
    field.addEventListener("focus", () => void this.load());
    field.addEventListener("input", () => void this.look());
    field.addEventListener("keydown", (event) => this.press(event));
    field.form?.addEventListener("submit", (event) => event.preventDefault());
  }

  private load(): Promise<Entry[]> {
    this.entries ??= fetch(new URL(this.data.search, document.baseURI)).then(async (answer) => {
      const rows = (await answer.json()) as [string, string, string, number, number, string][];
      return rows.map(([sort, name, also, lon, lat, id]) => ({
        sort, name, also, lon, lat, id, folded: ` ${fold(`${name} ${also}`, this.data.folding)}`,
      }));
    });
    return this.entries;
  }

  private async look(): Promise<void> {
    const entries = await this.load();
    const words = fold(this.field.value, this.data.folding).split(/\s+/).filter(Boolean);
    this.found = words.length ? entries.filter((entry) => words.every((word) => entry.folded.includes(` ${word}`))) : [];
    const total = this.found.length;
    this.found = this.found.slice(0, SHOWN);
    this.at = -1;
    this.draw();
    this.status.textContent = !words.length ? "" : total ? sayMany(this.data, "found", total) : say(this.data, "found_none");
  }

  private draw(): void {
    this.list.replaceChildren(
      ...this.found.map((entry, at) => {
        const item = document.createElement("li");
        item.role = "option";
        item.id = `found-${at}`;
        item.ariaSelected = String(at === this.at);
        const name = document.createElement("b");
        name.textContent = entry.name || entry.id;
        const sort = document.createElement("span");
        sort.textContent = [say(this.data, entry.sort), entry.also].filter(Boolean).join(" · ");
        item.append(name, sort);
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          this.take(entry);
        });
        return item;
      }),
    );
    this.list.hidden = !this.found.length;
    this.field.ariaExpanded = String(!this.list.hidden);
    if (this.at >= 0) this.field.setAttribute("aria-activedescendant", `found-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = this.found.length;
      if (count) this.at = (this.at + step + count) % count;
      event.preventDefault();
    } else if (event.key === "Enter") {
      const entry = this.found[Math.max(0, this.at)];
      if (entry) this.take(entry);
      return;
    } else if (event.key === "Escape") {
      this.found = [];
    } else {
      return;
    }
    this.draw();
  }

  private take(entry: Entry): void {
    this.field.value = entry.name || entry.id;
    this.found = [];
    this.draw();
    this.choose(entry);
  }
}

export type { Entry };
