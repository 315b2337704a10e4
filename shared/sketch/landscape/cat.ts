import { stroke } from '../canvas.ts';
import { mixColours } from '../colour.ts';
import { type Polygon, rasterise, scalePolygon, smoothClosed, stamp } from '../shapes.ts';
import type { Layer } from '../stage.ts';
import type { Knoll } from './knoll.ts';
import type { Land } from './land.ts';

/** A cat sitting, seen from behind, in a box 120 wide and 190 high. */
const BODY = smoothClosed([
  [60, 58],
  [76, 68],
  [84, 92],
  [96, 124],
  [104, 156],
  [98, 180],
  [78, 188],
  [60, 189],
  [42, 188],
  [22, 180],
  [16, 156],
  [24, 124],
  [36, 92],
  [44, 68],
]);
const HEAD = smoothClosed([
  [60, 20],
  [80, 25],
  [92, 42],
  [88, 58],
  [74, 70],
  [60, 73],
  [46, 70],
  [32, 58],
  [28, 42],
  [40, 25],
]);
const EARS: readonly Polygon[] = [
  [
    [31, 44],
    [31, 2],
    [56, 24],
  ],
  [
    [89, 44],
    [89, 2],
    [64, 24],
  ],
];

/** A cat on the knoll, watching the view; its tail swings, its ears stay up. */
export function createCat(land: Land, knoll: Knoll, besides: boolean): Layer {
  const { unit, palette } = land.stage;
  const towardsSun = land.sun.x < knoll.crown ? -1 : 1;
  const mask = rasterise(
    [BODY, HEAD, ...EARS].map((part) => scalePolygon(part, unit)),
    122 * unit,
    192 * unit,
  );
  const x = knoll.crown + (besides ? towardsSun * 210 * unit : 0);
  const fur = mixColours(palette.near, [0, 0, 0], 0.45);
  // Light from behind catches the fur on the sun's side.
  const rim = mixColours(fur, palette.sun, 0.5 * palette.sunlight + 0.1);
  return (canvas, { phase, sway }) => {
    const centre = x + knoll.shift(sway);
    const foot = knoll.top(x) + 6 * unit;
    let joint: readonly [number, number] = [centre - towardsSun * 30 * unit, foot - 12 * unit];
    for (let step = 1; step <= 24; step += 1) {
      const along = step / 24;
      const swing = Math.sin(phase + along * 1.6) * 0.5 * along;
      const angle = -0.35 + along * along * 2.3 + swing;
      const next: readonly [number, number] = [
        joint[0] - towardsSun * Math.cos(angle) * 5.4 * unit,
        joint[1] - Math.sin(angle) * 5.4 * unit,
      ];
      stroke(canvas, joint, next, (15 - along * 5) * unit, (15 - along * 5.2) * unit, fur, 1);
      joint = next;
    }
    const left = centre - mask.width / 2;
    const top = foot - 189 * unit;
    stamp(canvas, mask, left + towardsSun * 1.6 * unit, top - 1.2 * unit, rim);
    stamp(canvas, mask, left, top, fur);
  };
}
