import { dot, glow } from '../canvas.ts';
import { blendColours, type Colour, hex } from '../colour.ts';
import { underLight } from '../palette.ts';
import { TAU } from '../scalar.ts';
import { type Polygon, rasterise, scalePolygon, type Shade, stamp } from '../shapes.ts';
import type { Layer } from '../stage.ts';
import type { Knoll } from './knoll.ts';
import type { Land } from './land.ts';

/** In a box 210 wide and 160 high: a gable end at the left, the long side at the right. */
const GABLE: Polygon = [
  [14, 76],
  [54, 22],
  [94, 76],
  [94, 150],
  [14, 150],
];
const SIDE: Polygon = [
  [94, 76],
  [192, 76],
  [192, 150],
  [94, 150],
];
const ROOF: Polygon = [
  [46, 18],
  [160, 18],
  [206, 84],
  [98, 84],
  [54, 24],
  [10, 84],
  [2, 80],
];
const CHIMNEY: Polygon = [
  [132, 0],
  [150, 0],
  [150, 30],
  [132, 30],
];
const DOOR: Polygon = [
  [112, 100],
  [132, 100],
  [132, 150],
  [112, 150],
];
const PANES: readonly Polygon[] = [
  [
    [42, 88],
    [53, 88],
    [53, 99],
    [42, 99],
  ],
  [
    [55, 88],
    [66, 88],
    [66, 99],
    [55, 99],
  ],
  [
    [42, 101],
    [53, 101],
    [53, 113],
    [42, 113],
  ],
  [
    [55, 101],
    [66, 101],
    [66, 113],
    [55, 113],
  ],
  [
    [148, 96],
    [159, 96],
    [159, 107],
    [148, 107],
  ],
  [
    [161, 96],
    [172, 96],
    [172, 107],
    [161, 107],
  ],
  [
    [148, 109],
    [159, 109],
    [159, 121],
    [148, 121],
  ],
  [
    [161, 109],
    [172, 109],
    [172, 121],
    [161, 121],
  ],
];
const LAMP = hex('#ffcf7a');

/** A log cabin: windows lit, smoke from the chimney. */
export function createCabin({ stage }: Land, knoll: Knoll): Layer {
  const { unit, palette } = stage;
  const part = (...polygons: readonly Polygon[]) =>
    rasterise(
      polygons.map((polygon) => scalePolygon(polygon, unit)),
      210 * unit,
      162 * unit,
    );
  const gable = part(GABLE);
  const side = part(SIDE);
  const roof = part(ROOF, CHIMNEY);
  const door = part(DOOR);
  const panes = part(...PANES);
  const wood = underLight(palette, hex('#8a5a3a'), 0.05);
  const shaded = underLight(palette, hex('#5c3a28'), 0.05);
  const tiles: Colour = stage.has('snow')
    ? underLight(palette, hex('#eef4fb'), 0.15)
    : underLight(palette, hex('#4a2f2c'), 0.05);
  const glass = blendColours(
    underLight(palette, hex('#9fb4c0'), 0.1),
    LAMP,
    palette.sunlight > 0.9 ? 0.55 : 0.95,
  );
  const dusk = palette.sunlight > 0.9 ? 0.12 : 0.5;
  const smoke = blendColours(palette.haze, palette.sun, 0.3);
  return (canvas, { phase, time, sway }) => {
    const left = knoll.crown + knoll.shift(sway) - 105 * unit;
    const top = knoll.top(knoll.crown) + 12 * unit - 150 * unit;
    for (let puff = 0; puff < 18; puff += 1) {
      const age = (puff / 18 + time) % 1;
      const x = left + (141 + age * age * 70 + Math.sin(phase + age * TAU) * 9 * age) * unit;
      dot(
        canvas,
        x,
        top - (4 + age * 130) * unit,
        (6 + age * 24) * unit,
        smoke,
        0.2 * (1 - age) * Math.min(1, age * 8),
      );
    }
    stamp(canvas, gable, left, top, logs(wood));
    stamp(canvas, side, left, top, logs(shaded));
    stamp(canvas, door, left, top, blendColours(shaded, [0, 0, 0], 0.45));
    stamp(canvas, roof, left, top, (_across, down) =>
      blendColours(tiles, palette.near, (0.5 - down) * 0.3 + 0.1),
    );
    stamp(canvas, panes, left, top, glass);
    for (const [x, y] of [
      [54, 100],
      [160, 108],
    ] as const)
      glow(canvas, left + x * unit, top + y * unit, 20 * unit, LAMP, dusk);
  };
}

/** A wall of logs: a dark joint between each and the next. */
function logs(base: Colour): Shade {
  const joint = blendColours(base, [0, 0, 0], 0.3);
  return (_across, down) => ((down * 17) % 1 < 0.22 ? joint : base);
}
