import { blendAt, type Canvas, forEachPixel } from '../canvas.ts';
import { hex } from '../colour.ts';
import { underLight } from '../palette.ts';
import { hypotenuse } from '../scalar.ts';
import { type Point, rasterise, scalePolygon, stamp } from '../shapes.ts';
import type { Moment } from '../stage.ts';
import type { Land } from './land.ts';
import { type Ridge, ridgeOffset } from './ridges.ts';
import { heightAt } from './terrain.ts';

/** Tower, gallery, lantern and roof, in a box 46 wide and 190 high. */
const TOWER: readonly (readonly Point[])[] = [
  [
    [14, 38],
    [32, 38],
    [38, 190],
    [8, 190],
  ],
  [
    [11, 30],
    [35, 30],
    [35, 38],
    [11, 38],
  ],
  [
    [16.5, 13],
    [29.5, 13],
    [29.5, 30],
    [16.5, 30],
  ],
  [
    [23, 0],
    [31, 13],
    [15, 13],
  ],
];
const LANTERN_HEIGHT = 168;
const BEAM: readonly [number, number, number] = [1, 0.95, 0.75];

/** A banded lighthouse on a ridge; in the dark its beam sweeps to and fro once a loop. */
export function createLighthouse(land: Land, ridge: Ridge): (canvas: Canvas, moment: Moment) => void {
  const { stage, wide } = land;
  const { unit, palette, time } = stage;
  const mask = rasterise(
    TOWER.map((part) => scalePolygon(part, unit)),
    46 * unit,
    190 * unit,
  );
  const x = wide * (ridge.side > 0 ? 0.7 : 0.3);
  const foot = heightAt(ridge.profile, x) + 12 * unit;
  const white = underLight(palette, hex('#f4efe6'), 0.08);
  const red = underLight(palette, hex('#c8372d'), 0.08);
  const lit = palette.night || time === 'sunset' || time === 'storm';
  return (canvas, { phase, sway }) => {
    const left = x - ridgeOffset(land, ridge, sway);
    stamp(canvas, mask, left - mask.width / 2, foot - mask.height, (across, down) => {
      const banded = down > 0.2 && Math.floor((down - 0.2) * 6.2) % 2 === 1;
      const [r, g, b] = banded ? red : white;
      // A round tower: darker towards its edges.
      const round = 1.04 - 0.7 * (across - 0.45) ** 2 * 4;
      return [r * round, g * round, b * round];
    });
    const angle = Math.sin(phase) * 0.55 + (ridge.side > 0 ? Math.PI : 0);
    if (lit)
      drawBeam(
        canvas,
        left,
        foot - LANTERN_HEIGHT * unit,
        angle,
        unit,
        land.watery ? land.horizon : canvas.height,
      );
  };
}

function drawBeam(canvas: Canvas, x: number, y: number, angle: number, unit: number, floor: number): void {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  forEachPixel(canvas, 0, 0, canvas.width, floor, (column, row, index) => {
    const dx = column + 0.5 - x;
    const dy = row + 0.5 - y;
    const along = dx * cos + dy * sin;
    const lamp = 0.95 * Math.exp(-hypotenuse(dx, dy) / (10 * unit));
    const spread = Math.abs(dy * cos - dx * sin) / (along * 0.11 + 4 * unit);
    const ray = along > 0 && spread < 1 ? 0.42 * (1 - spread * spread) * Math.exp(-along / (560 * unit)) : 0;
    const alpha = Math.min(1, lamp + ray);
    if (alpha > 0.005) blendAt(canvas.data, index, BEAM[0], BEAM[1], BEAM[2], alpha);
  });
}
