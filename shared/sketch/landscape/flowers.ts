import { blendAt, type Canvas, forEachPixel, stroke } from '../canvas.ts';
import { blendColours, type Colour, fromHue, hex, mixColours, WHITE } from '../colour.ts';
import { gradeByStyle } from '../palette.ts';
import { between } from '../random.ts';
import { clamp, hypotenuse, mix, TAU } from '../scalar.ts';
import type { Layer, Stage } from '../stage.ts';
import { HUES } from '../vocabulary.ts';
import type { Land } from './land.ts';
import type { Ridge } from './ridges.ts';

interface Plant {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly depth: number;
  readonly colour: Colour;
  readonly phase: number;
  /** Grass has no bloom. */
  readonly bloom: boolean;
}

/** Grass and flowers over the front of a meadow, small and dense far off, large and sparse near. */
export function createFlowers(land: Land, front: Ridge): Layer {
  const { stage, margin } = land;
  const { unit, palette } = stage;
  const plants = sow(land, front);
  const gloom = palette.night ? 0.55 : 0.3 - 0.26 * palette.sunlight;
  const stem = mixColours(front.colour, palette.near, 0.35);
  return (canvas, { phase, sway }) => {
    for (const plant of plants) {
      const offset = margin + sway * mix(0.05, 0.12, plant.depth) * stage.width;
      const lean = Math.sin(phase + plant.phase) * plant.size * 0.5;
      const x = plant.x - offset + lean;
      if (x < -plant.size * 2 || x > canvas.width + plant.size * 2) continue;
      if (plant.bloom) {
        const colour = mixColours(plant.colour, palette.near, gloom);
        if (plant.size > 3 * unit) {
          stroke(
            canvas,
            [x, plant.y],
            [x - lean, plant.y + plant.size * 3.6],
            1.6 * unit,
            2.2 * unit,
            stem,
            0.85,
          );
        }
        drawBloom(canvas, x, plant, colour);
      } else {
        const tip: readonly [number, number] = [x + lean * 1.4, plant.y - plant.size * 3];
        stroke(
          canvas,
          [x - lean, plant.y + plant.size],
          tip,
          2.6 * unit * (0.4 + plant.depth),
          0.5 * unit,
          plant.colour,
          0.8,
        );
      }
    }
  };
}

function sow({ stage, wide }: Land, front: Ridge): readonly Plant[] {
  const { unit, height, palette } = stage;
  const random = stage.random('flowers');
  const petals = petalColours(stage);
  const lit = mixColours(front.colour, palette.sun, 0.22 * palette.sunlight);
  const dark = mixColours(front.colour, palette.near, 0.4);
  const crowd = Math.max(0.6, wide / 1.25 / unit / 1024);
  // Flowers grow in drifts of one colour.
  const drift = between(random, 2, 4);
  const plant = (bloom: boolean): Plant => {
    const depth = random() ** 0.55;
    const x = random() * wide;
    const patch =
      stage.noise.gradient((x / unit / 1024) * drift, depth * 5) * 1.3 + 0.5 + (random() - 0.5) * 0.5;
    const petal = petals[Math.floor(clamp(patch, 0, 0.999) * petals.length)] ?? WHITE;
    return {
      x,
      y: mix(front.base - 6 * unit, height * 1.02, depth * depth),
      size: mix(1.5, bloom ? 15 : 13, depth ** 3.2) * unit * between(random, 0.8, 1.2),
      depth,
      colour: bloom ? petal : blendColours(dark, lit, random()),
      phase: random() * TAU,
      bloom,
    };
  };
  const plants = [
    ...Array.from({ length: Math.round(1500 * crowd) }, () => plant(false)),
    ...Array.from({ length: Math.round((stage.has('snow') ? 200 : 1500) * crowd) }, () => plant(true)),
  ];
  return plants.toSorted((a, b) => a.y - b.y);
}

function petalColours({ interpretation }: Stage): readonly Colour[] {
  const { petals, flags } = interpretation;
  const hues = petals.length > 0 ? petals : interpretation.hues;
  const colours =
    hues.length > 0
      ? hues.flatMap((hue) => [fromHue(0.62, 0.21, HUES[hue]), fromHue(0.7, 0.17, HUES[hue] + 12)])
      : ['#e8483f', '#f7b733', '#f4f0ea', '#b06ad9', '#ff8fb0'].map((code) => hex(code));
  return colours.map((colour) => gradeByStyle(colour, flags));
}

const HEART = hex('#3a2412');

/** Five petals seen a little from above, paler towards the top. */
function drawBloom(canvas: Canvas, x: number, { y, size, phase }: Plant, colour: Colour): void {
  const reach = size * 1.1 + 1;
  const visible = Math.max(size, 0.8);
  const alpha = Math.min(1, (size / visible) ** 2);
  forEachPixel(canvas, x - reach, y - reach, x + reach, y + reach, (column, row, index) => {
    const dx = column + 0.5 - x;
    const dy = (row + 0.5 - y) * 1.25;
    const distance = hypotenuse(dx, dy);
    const petal = visible < 2 ? visible : visible * (0.72 + 0.28 * Math.cos(Math.atan2(dy, dx) * 5 + phase));
    const cover = clamp(petal - distance + 0.5) * alpha;
    if (cover <= 0) return;
    const pale = clamp(0.22 - (dy / visible) * 0.25, 0, 0.42);
    const heart = clamp((size * 0.3 - distance) * 0.8 + 0.3) * (size > 2 ? 0.85 : 0);
    const [r, g, b] = blendColours(blendColours(colour, WHITE, pale), HEART, heart);
    blendAt(canvas.data, index, r, g, b, cover);
  });
}
