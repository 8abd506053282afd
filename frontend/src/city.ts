// One map on the page. Knows how to show a view; decides nothing.

import { Map as Moving, type MapGeoJSONFeature } from "maplibre-gl";
import { type MapData, say } from "./data";
import { drawImage } from "./images";
import { buildFilter, buildStyle, PARTS, type Palette } from "./style";
import type { View } from "./view";

const AROUND = 1; // of the city's longer side, beyond each edge: a window three times as wide as high shows all of it
const NEAREST = 20;

export class City {
  readonly map: Moving;
  private palette: Palette;

  constructor(
    private readonly data: MapData,
    readonly container: HTMLElement,
    view: View,
    palette: Palette,
    public scenario: string,
  ) {
    this.palette = palette;
    const [west, south, east, north] = data.bounds;
    const shrunk = Math.cos(((north + south) / 2) * (Math.PI / 180));
    const high = AROUND * Math.max(north - south, (east - west) * shrunk);
    const wide = high / shrunk;
    this.map = new Moving({
      container,
      style: buildStyle(data, view, palette, scenario),
      ...(view.zoom === null
        ? { bounds: data.bounds, fitBoundsOptions: { padding: 12 } }
        : { center: [view.lon, view.lat] as [number, number], zoom: view.zoom }),
      minZoom: data.first_zoom,
      maxZoom: NEAREST,
      maxBounds: [west - wide, south - high, east + wide, north + high],
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
      locale: { "Map.Title": say(data, "map") },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.setMissingStyleImageResolver((id) => this.addImage(id));
    const busy = () => delete container.dataset["idle"];
    for (const event of ["movestart", "dataloading", "styledata"] as const) this.map.on(event, busy);
    this.map.on("idle", () => (container.dataset["idle"] = "1"));
  }

  private addImage(id: string): void {
    const ratio = Math.max(1, Math.ceil(devicePixelRatio));
    const image = drawImage(id, this.palette, ratio);
    if (image && !this.map.hasImage(id)) this.map.addImage(id, image, { pixelRatio: ratio });
  }

  // Everything drawn anew, for another theme or other names.
  restyle(view: View, palette: Palette): void {
    this.palette = palette;
    this.map.setStyle(buildStyle(this.data, view, palette, this.scenario), { diff: false });
  }

  show(view: View): void {
    delete this.container.dataset["idle"];
    for (const layer of this.map.getStyle().layers) {
      const filter = buildFilter(layer.id, view, this.scenario);
      if (filter) this.map.setFilter(layer.id, filter);
    }
    for (const [part, layers] of Object.entries(PARTS)) {
      const shown = view.show.includes(part as never) ? "visible" : "none";
      for (const layer of layers) this.map.setLayoutProperty(layer, "visibility", shown);
    }
  }

  // Cameras in sight, each once, in the order of their ids.
  camerasInSight(): MapGeoJSONFeature[] {
    if (!this.map.getLayer("camera")) return [];
    const found = new Map(this.map.queryRenderedFeatures({ layers: ["camera"] }).map((one) => [String(one.properties["id"]), one]));
    return [...found.values()].sort((a, b) => (String(a.properties["id"]) < String(b.properties["id"]) ? -1 : 1));
  }
}
