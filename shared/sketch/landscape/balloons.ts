import { blendAt, type Canvas, forEachPixel, stroke } from '../canvas.ts';
import { blendColours, type Colour, fromHue, hex, WHITE } from '../colour.ts';
import { gradeByStyle, underLight } from '../palette.ts';
import { between } from '../random.ts';
import { clamp, mix, TAU } from '../scalar.ts';
import type { Layer } from '../stage.ts';
import { HUES } from '../vocabulary.ts';
import type { Land } from './land.ts';

interface Balloon {
  readonly x: number;
  readonly y: number;
  /** Half the envelope's width, pixels. */
  readonly radius: number;
  readonly stripes: readonly [Colour, Colour, Colour];
  readonly phase: number;
}

const SETS: readonly (readonly [string, string, string])[] = [
  ['#d8402f', '#f7e3b5', '#f2a93b'],
  ['#2f6f8f', '#f4efe4', '#e9b44c'],
  ['#7a3b69', '#f6d8ae', '#e4572e'],
  ['#2d7d5a', '#f3ead3', '#f2c14e'],
];
const GORES = 12;
const ENVELOPE_HEIGHT = 2.35;

/** A few hot-air balloons: one near, the others smaller and hazier. */
export function createBalloons({ stage, horizon, sun }: Land): Layer {
  const { width, unit, palette, interpretation } = stage;
  const random = stage.random('balloons');
  const count = 3 + Math.floor(random() * 3);
  const firstSide = sun.x < width / 2 ? 0.66 : 0.34;
  const balloons = Array.from({ length: count }, (_, index): Balloon => {
    const far = index === 0 ? 0 : mix(0.45, 0.85, random());
    const hue = interpretation.hues[index % Math.max(1, interpretation.hues.length)];
    const [main, light, band] = SETS[(index + Math.floor(random() * SETS.length)) % SETS.length] ?? [
      '#d8402f',
      '#f7e3b5',
      '#f2a93b',
    ];
    const paint = (colour: Colour): Colour =>
      underLight(palette, gradeByStyle(colour, interpretation.flags), far * 0.62);
    return {
      x: width * (index === 0 ? firstSide + between(random, -0.06, 0.06) : between(random, 0.1, 0.9)),
      y: horizon * (index === 0 ? between(random, 0.4, 0.52) : between(random, 0.3, 0.85)),
      radius: (index === 0 ? between(random, 92, 120) : mix(52, 17, far)) * unit,
      stripes: [
        paint(hue === undefined ? hex(main) : fromHue(0.58, 0.17, HUES[hue])),
        paint(hex(light)),
        paint(hex(band)),
      ],
      phase: random() * TAU,
    };
  }).toSorted((a, b) => a.radius - b.radius);
  const wicker = underLight(palette, hex('#6b4527'), 0.1);
  return (canvas, { phase, sway }) => {
    for (const balloon of balloons) {
      const x = balloon.x - sway * balloon.radius * 0.35;
      const y = balloon.y + Math.sin(phase + balloon.phase) * balloon.radius * 0.12;
      drawBasket(canvas, x, y, balloon.radius, wicker);
      drawEnvelope(canvas, x, y, balloon, sun.x < balloon.x ? -1 : 1, palette.sunlight);
    }
  };
}

/** Half-width of the envelope at a height 0 (crown) … 1 (mouth), as a share of its widest. */
function envelopeProfile(down: number): number {
  if (down < 0.42) return Math.sqrt(Math.max(0, 1 - ((0.42 - down) / 0.42) ** 2));
  const below = (down - 0.42) / 0.58;
  return mix(Math.cos(below * Math.PI * 0.5) ** 0.85, 1 - below * 0.84, 0.55 + 0.45 * below);
}

function drawEnvelope(
  canvas: Canvas,
  x: number,
  y: number,
  balloon: Balloon,
  sunSide: number,
  sunlight: number,
): void {
  const { radius, stripes } = balloon;
  const tall = radius * ENVELOPE_HEIGHT;
  const top = y - tall * 0.5;
  forEachPixel(canvas, x - radius - 1, top - 1, x + radius + 1, top + tall + 1, (column, row, index) => {
    const down = (row + 0.5 - top) / tall;
    if (down < 0 || down > 1) return;
    const half = radius * envelopeProfile(down);
    const dx = column + 0.5 - x;
    const cover = clamp(half - Math.abs(dx) + 0.5);
    if (cover <= 0) return;
    const across = clamp(dx / Math.max(1, half), -1, 1);
    const around = (Math.asin(across) / Math.PI + 0.5) * GORES;
    const gore = Math.floor(around);
    const banded = down > 0.5 && down < 0.64;
    const base = banded ? stripes[2] : gore % 2 === 0 ? stripes[0] : stripes[1];
    // Each gore bulges, so its seams are a little darker than its middle.
    const seam = 0.9 + 0.1 * Math.sin((around - gore) * Math.PI);
    const facing = across * sunSide * 0.62 + (0.5 - down) * 0.7;
    const light = (0.74 + 0.34 * sunlight * facing) * seam;
    const shine = clamp(facing - 0.35) * 0.55 * sunlight;
    const [r, g, b] = blendColours(base, WHITE, shine);
    blendAt(canvas.data, index, r * (light + 0.2), g * (light + 0.2), b * (light + 0.22), cover);
  });
}

function drawBasket(canvas: Canvas, x: number, y: number, radius: number, colour: Colour): void {
  const mouth = y + radius * ENVELOPE_HEIGHT * 0.5;
  const basket = mouth + radius * 0.3;
  const half = radius * 0.13;
  for (const side of [-1, -0.35, 0.35, 1]) {
    stroke(
      canvas,
      [x + side * half * 1.15, mouth - radius * 0.04],
      [x + side * half, basket],
      radius * 0.014,
      radius * 0.014,
      colour,
      0.9,
    );
  }
  forEachPixel(canvas, x - half, basket, x + half, basket + radius * 0.2, (column, row, index) => {
    const dark = 1 - 0.35 * Math.abs((column + 0.5 - x) / half) - ((row - basket) / radius) * 0.8;
    blendAt(
      canvas.data,
      index,
      colour[0] * dark,
      colour[1] * dark,
      colour[2] * dark,
      clamp(half - Math.abs(column + 0.5 - x) + 0.5),
    );
  });
}
