import { blendAt, type Canvas } from './canvas.ts';
import type { Colour } from './colour.ts';
import { clamp } from './scalar.ts';

export type Point = readonly [x: number, y: number];
export type Polygon = readonly Point[];

/** Coverage 0…1 per pixel of one shape, drawn once and stamped many times. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly cover: Float32Array;
}

/** Scan lines per pixel row; across a row coverage is exact. */
const LINES_PER_ROW = 4;

/** Fills polygons (even-odd each, added up, capped at 1) into a mask `width`×`height` pixels. */
export function rasterise(polygons: readonly Polygon[], width: number, height: number): Mask {
  const columns = Math.max(1, Math.ceil(width));
  const rows = Math.max(1, Math.ceil(height));
  const cover = new Float32Array(columns * rows);
  for (const polygon of polygons) {
    for (let line = 0; line < rows * LINES_PER_ROW; line += 1) {
      const crossings = crossingsAt(polygon, (line + 0.5) / LINES_PER_ROW);
      const start = Math.floor(line / LINES_PER_ROW) * columns;
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        const left = clamp(crossings[pair] ?? 0, 0, columns);
        const right = clamp(crossings[pair + 1] ?? 0, 0, columns);
        for (let column = Math.floor(left); column < right; column += 1) {
          const share = Math.min(right, column + 1) - Math.max(left, column);
          cover[start + column] = Math.min(1, (cover[start + column] ?? 0) + share / LINES_PER_ROW);
        }
      }
    }
  }
  return { width: columns, height: rows, cover };
}

function crossingsAt(polygon: Polygon, y: number): number[] {
  const found: number[] = [];
  let previous = polygon.at(-1);
  for (const point of polygon) {
    if (previous !== undefined && previous[1] <= y !== point[1] <= y) {
      found.push(previous[0] + ((y - previous[1]) / (point[1] - previous[1])) * (point[0] - previous[0]));
    }
    previous = point;
  }
  return found.toSorted((a, b) => a - b);
}

/** A closed Catmull-Rom curve through the points, as a polygon: organic outlines from few numbers. */
export function smoothClosed(points: Polygon, stepsPerPoint = 8): Polygon {
  const at = (index: number): Point => points[(index + points.length) % points.length] ?? [0, 0];
  return points.flatMap((start, index) => {
    const before = at(index - 1);
    const end = at(index + 1);
    const after = at(index + 2);
    return Array.from({ length: stepsPerPoint }, (_, step): Point => {
      const t = step / stepsPerPoint;
      return [
        catmullRom(before[0], start[0], end[0], after[0], t),
        catmullRom(before[1], start[1], end[1], after[1], t),
      ];
    });
  });
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

export function scalePolygon(polygon: Polygon, factor: number, dx = 0, dy = 0): Polygon {
  return polygon.map(([x, y]): Point => [x * factor + dx, y * factor + dy]);
}

/** The colour of a stamped pixel, by its place in the mask (0…1 across and down). */
export type Shade = (across: number, down: number) => Colour;

/** Stamps a mask with its top left at (x, y), which may fall between pixels. */
export function stamp(
  canvas: Canvas,
  mask: Mask,
  x: number,
  y: number,
  paint: Colour | Shade,
  alpha = 1,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const shiftX = x - left;
  const shiftY = y - top;
  const { width, height, cover } = mask;
  if (left >= canvas.width || top >= canvas.height || left + width < 0 || top + height < 0) return;
  const shade = typeof paint === 'function' ? paint : null;
  let colour: Colour = typeof paint === 'function' ? [0, 0, 0] : paint;
  const lastRow = Math.min(height, canvas.height - 1 - top);
  const lastColumn = Math.min(width, canvas.width - 1 - left);
  for (let row = Math.max(0, -top); row <= lastRow; row += 1) {
    const from = Math.max(0, -left);
    let index = ((top + row) * canvas.width + left + from) * 3;
    for (let column = from; column <= lastColumn; column += 1, index += 3) {
      const upper = across(cover, width, height, column, row - 1, shiftX);
      const lower = across(cover, width, height, column, row, shiftX);
      const coverage = (lower + (upper - lower) * shiftY) * alpha;
      if (coverage <= 0) continue;
      if (shade) colour = shade(column / width, row / height);
      blendAt(canvas.data, index, colour[0], colour[1], colour[2], coverage);
    }
  }
}

function across(
  cover: Float32Array,
  width: number,
  height: number,
  column: number,
  row: number,
  shift: number,
): number {
  if (row < 0 || row >= height) return 0;
  const here = column < width ? (cover[row * width + column] ?? 0) : 0;
  const before = column > 0 ? (cover[row * width + column - 1] ?? 0) : 0;
  return here + (before - here) * shift;
}
