import { hex } from '../colour.ts';
import { blendColours } from '../colour.ts';
import { put } from '../canvas.ts';
import { underLight } from '../palette.ts';
import { between } from '../random.ts';
import { type Polygon, rasterise, scalePolygon, smoothClosed, stamp } from '../shapes.ts';
import type { Layer } from '../stage.ts';
import type { Land } from './land.ts';

/** In a box 120 wide and 160 high. */
const HULL: Polygon = [
  [8, 132],
  [116, 128],
  [102, 152],
  [94, 156],
  [26, 156],
  [16, 150],
];
const MAST: Polygon = [
  [58, 4],
  [60.5, 4],
  [60.5, 132],
  [58, 132],
];
const MAINSAIL: Polygon = smoothClosed(
  [
    [56, 8],
    [55, 60],
    [55, 120],
    [40, 124],
    [10, 122],
    [30, 70],
  ],
  6,
);
const JIB: Polygon = smoothClosed(
  [
    [63, 18],
    [80, 66],
    [104, 118],
    [84, 122],
    [64, 120],
    [64, 70],
  ],
  6,
);

/** A sailing boat with its reflection, rocking twice a loop. */
export function createBoat({ stage, horizon }: Land, side: 1 | -1): Layer {
  const { width, height, unit, palette } = stage;
  const random = stage.random('boat');
  const scale = between(random, 0.75, stage.has('boat') ? 1.9 : 1.1);
  const shape = (polygons: readonly Polygon[]) =>
    rasterise(
      polygons.map((polygon) => scalePolygon(polygon, scale * unit)),
      124 * scale * unit,
      160 * scale * unit,
    );
  const hull = shape([HULL, MAST]);
  const sails = shape([MAINSAIL, JIB]);
  // Isles rise on one side; the boat sails on the other.
  const x = width * (side > 0 ? between(random, 0.12, 0.42) : between(random, 0.5, 0.78));
  const y = Math.min(height * 0.94, horizon + between(random, 30, 80) * unit * scale);
  const wood = underLight(palette, hex('#5a3a2c'), 0.06);
  const cloth = underLight(palette, hex('#f6efe2'), 0.05);
  const fold = blendColours(cloth, palette.near, 0.4);
  return (canvas, { phase, sway }) => {
    const left = x + sway * 26 * unit;
    const waterline = y + Math.sin(phase * 2) * 2.5 * unit;
    const depth = hull.height * 0.72;
    for (let row = 0; row < depth; row += 1) {
      const source = Math.floor(hull.height - 1 - row * 1.3);
      if (source < 0) break;
      const ripple = Math.sin((row / unit) * 0.45 + phase * 2) * (1 + (row / depth) * 5) * unit;
      for (let column = 0; column < hull.width; column += 1) {
        const at = source * hull.width + column;
        const alpha = 0.5 * (1 - row / depth);
        put(canvas, left + column + ripple, waterline + row, wood, (hull.cover[at] ?? 0) * alpha);
        put(canvas, left + column + ripple, waterline + row, cloth, (sails.cover[at] ?? 0) * alpha * 0.8);
      }
    }
    stamp(canvas, sails, left, waterline - sails.height, (across) =>
      blendColours(cloth, fold, Math.abs(across - 0.32) * 0.9),
    );
    stamp(canvas, hull, left, waterline - hull.height, wood);
  };
}
