import type { Colour } from './colour.ts';
import { clamp, hypotenuse } from './scalar.ts';

/** A picture in progress: encoded RGB as floats, three per pixel, rows from the top. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, data: new Float32Array(width * height * 3) };
}

/** Lays `colour` over the pixel holding (x, y); outside the picture nothing happens. */
export function put(canvas: Canvas, x: number, y: number, colour: Colour, alpha: number): void {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column >= canvas.width || row >= canvas.height || alpha <= 0) return;
  blendAt(canvas.data, (row * canvas.width + column) * 3, colour[0], colour[1], colour[2], alpha);
}

/** The inner loop of everything: mixes a colour into three floats at `index`. */
export function blendAt(
  data: Float32Array,
  index: number,
  red: number,
  green: number,
  blue: number,
  alpha: number,
): void {
  const oldRed = data[index] ?? 0;
  const oldGreen = data[index + 1] ?? 0;
  const oldBlue = data[index + 2] ?? 0;
  data[index] = oldRed + (red - oldRed) * alpha;
  data[index + 1] = oldGreen + (green - oldGreen) * alpha;
  data[index + 2] = oldBlue + (blue - oldBlue) * alpha;
}

/** A soft dot of `radius` pixels. Under one pixel it fades instead of vanishing between samples. */
export function dot(
  canvas: Canvas,
  x: number,
  y: number,
  radius: number,
  colour: Colour,
  alpha: number,
): void {
  const size = Math.max(radius, 0.7);
  const strength = alpha * Math.min(1, (radius / size) ** 2);
  forEachPixel(canvas, x - size - 1, y - size - 1, x + size + 1, y + size + 1, (column, row, index) => {
    const distance = hypotenuse(column + 0.5 - x, row + 0.5 - y);
    const cover = clamp(size - distance + 0.5) * strength;
    if (cover > 0) blendAt(canvas.data, index, colour[0], colour[1], colour[2], cover);
  });
}

/** A halo that falls off as exp(−distance/reach), cut where it can no longer be seen. */
export function glow(
  canvas: Canvas,
  x: number,
  y: number,
  reach: number,
  colour: Colour,
  alpha: number,
): void {
  const extent = reach * 4.5;
  forEachPixel(canvas, x - extent, y - extent, x + extent, y + extent, (column, row, index) => {
    const distance = hypotenuse(column + 0.5 - x, row + 0.5 - y);
    const fade = clamp(1 - distance / extent);
    const cover = alpha * Math.exp(-distance / reach) * fade;
    if (cover > 0.002) blendAt(canvas.data, index, colour[0], colour[1], colour[2], cover);
  });
}

/** An anti-aliased line whose width goes from `startWidth` to `endWidth` pixels. */
export function stroke(
  canvas: Canvas,
  from: readonly [number, number],
  to: readonly [number, number],
  startWidth: number,
  endWidth: number,
  colour: Colour,
  alpha: number,
): void {
  const [x0, y0] = from;
  const dx = to[0] - x0;
  const dy = to[1] - y0;
  const lengthSquared = dx * dx + dy * dy || 1;
  const reach = Math.max(startWidth, endWidth, 1) / 2 + 1;
  forEachPixel(
    canvas,
    Math.min(x0, to[0]) - reach,
    Math.min(y0, to[1]) - reach,
    Math.max(x0, to[0]) + reach,
    Math.max(y0, to[1]) + reach,
    (column, row, index) => {
      const px = column + 0.5 - x0;
      const py = row + 0.5 - y0;
      const along = clamp((px * dx + py * dy) / lengthSquared);
      const distance = hypotenuse(px - dx * along, py - dy * along);
      const wide = startWidth + (endWidth - startWidth) * along;
      // A hairline keeps one pixel of width and loses opacity instead.
      const half = Math.max(wide, 1) / 2;
      const cover = clamp(half - distance + 0.5) * Math.min(1, wide) * alpha;
      if (cover > 0) blendAt(canvas.data, index, colour[0], colour[1], colour[2], cover);
    },
  );
}

/** Visits the pixels of a box, clipped to the picture. */
export function forEachPixel(
  canvas: Canvas,
  left: number,
  top: number,
  right: number,
  bottom: number,
  visit: (column: number, row: number, index: number) => void,
): void {
  const firstColumn = Math.max(0, Math.floor(left));
  const lastColumn = Math.min(canvas.width, Math.ceil(right));
  const lastRow = Math.min(canvas.height, Math.ceil(bottom));
  for (let row = Math.max(0, Math.floor(top)); row < lastRow; row += 1) {
    let index = (row * canvas.width + firstColumn) * 3;
    for (let column = firstColumn; column < lastColumn; column += 1, index += 3) visit(column, row, index);
  }
}
