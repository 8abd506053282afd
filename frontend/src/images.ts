// Patterns and marks, drawn when the map first asks for one: nothing is fetched, and both themes have their own.

import type { Palette } from "./style";

const HATCH = 12;
const MARK = 26;
// Another device than a camera of streets, of which the filters say which.
const CROSS: [number, number][] = [[-2, -6], [2, -6], [2, -2], [6, -2], [6, 2], [2, 2], [2, 6], [-2, 6], [-2, 2], [-6, 2], [-6, -2], [-2, -2]];

export function drawImage(name: string, palette: Palette, ratio: number): ImageData | null {
  if (name.startsWith("hatch")) return drawHatch(palette, ratio);
  if (name.startsWith("camera ")) return drawCamera(name, palette, ratio);
  return null;
}

function open(size: number, ratio: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.round(size * ratio);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("this browser draws no canvas");
  pen.scale(canvas.width / size, canvas.width / size);
  return pen;
}

function close(pen: CanvasRenderingContext2D): ImageData {
  return pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
}

function drawHatch(palette: Palette, ratio: number): ImageData {
  const pen = open(HATCH, ratio);
  pen.strokeStyle = palette.gap;
  pen.lineWidth = 1.1;
  pen.beginPath();
  for (const from of [-HATCH, 0, HATCH]) {
    pen.moveTo(from, HATCH);
    pen.lineTo(from + HATCH, 0);
  }
  pen.stroke();
  return close(pen);
}

// `camera KIND STATE BEARING|no`: the shape says the kind, the filling the state, a wedge to the north the direction.
function drawCamera(name: string, palette: Palette, ratio: number): ImageData {
  const [, kind, state, looks] = name.split(" ");
  const pen = open(MARK, ratio);
  pen.translate(MARK / 2, MARK / 2);
  pen.lineJoin = "round";
  if (looks === "looks") {
    pen.beginPath();
    pen.moveTo(-5, -4);
    pen.lineTo(0, -12);
    pen.lineTo(5, -4);
    paint(pen, palette.ink, palette.paper, 1.2);
  }
  pen.beginPath();
  if (kind === "dome") pen.arc(0, 0, 5.2, 0, 2 * Math.PI);
  else if (kind === "panning") pen.roundRect(-4.8, -4.8, 9.6, 9.6, 1.2);
  else if (kind === "fixed") polygon(pen, [[-5.4, 4.6], [5.4, 4.6], [0, -5.8]]);
  else if (kind === "unknown") polygon(pen, [[-6, 0], [0, -6], [6, 0], [0, 6]]);
  else polygon(pen, CROSS);
  const stands = state === "stands";
  paint(pen, stands ? palette.ink : palette.paper, stands ? palette.paper : palette.ink, stands ? 1.4 : 1.8);
  if (state === "gone") {
    pen.beginPath();
    pen.moveTo(-7, 7);
    pen.lineTo(7, -7);
    pen.strokeStyle = palette.ink;
    pen.lineWidth = 1.8;
    pen.stroke();
  }
  return close(pen);
}

function polygon(pen: CanvasRenderingContext2D, corners: [number, number][]): void {
  corners.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

function paint(pen: CanvasRenderingContext2D, fill: string, line: string, width: number): void {
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = line;
  pen.lineWidth = width;
  pen.stroke();
}
