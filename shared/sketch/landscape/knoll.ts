import { blendAt, stroke } from '../canvas.ts';
import { blendColours, type Colour, mixColours } from '../colour.ts';
import { between, type Random } from '../random.ts';
import { clamp, mix, TAU } from '../scalar.ts';
import type { Layer } from '../stage.ts';
import type { Land } from './land.ts';
import type { Ridge } from './ridges.ts';

/** The near ground that large subjects stand on. Rows are pixels, columns those of the picture at rest. */
export interface Knoll {
  readonly draw: Layer;
  /** The row of its edge at a column. */
  readonly top: (x: number) => number;
  /** Its crown, where a subject stands. */
  readonly crown: number;
  readonly shift: (sway: number) => number;
}

export function createKnoll(land: Land, front: Ridge): Knoll {
  const { stage, sun } = land;
  const { width, height, unit, palette, noise } = stage;
  const random = stage.random('knoll');
  // Away from the sun, so that what stands here is seen against the light and not in it.
  const crown = width * (sun.x < width / 2 ? between(random, 0.64, 0.74) : between(random, 0.26, 0.36));
  const rise = between(random, 90, 130) * unit;
  const seed = random() * 40;
  const top = (x: number): number => {
    const away = (x - crown) / (420 * unit);
    const rough = noise.fractal(x / unit / 260 + seed, 4.2, 4, 0.4) * 16 * unit;
    return height - 46 * unit - rise * Math.exp(-away * away) - rough;
  };
  const edge = Float32Array.from({ length: width + 1 }, (_, x) => top(x));
  const body = mixColours(front.colour, palette.near, 0.6 - 0.35 * palette.sunlight);
  const deep = mixColours(body, palette.near, 0.8 - 0.3 * palette.sunlight);
  const lit = mixColours(body, palette.sun, 0.28 * palette.sunlight);
  const shift = (sway: number): number => -sway * 0.11 * width;
  const blades = sowBlades(random, Math.round(620 * Math.max(1, width / unit / 1024)), width, unit);

  const draw: Layer = (canvas, { phase, sway }) => {
    const moved = shift(sway);
    for (let x = 0; x < width; x += 1) {
      const edgeRow = top(x - moved);
      for (let y = Math.max(0, Math.floor(edgeRow)); y < height; y += 1) {
        const below = y + 0.5 - edgeRow;
        const [r, g, b] = blendColours(
          lit,
          below < 26 * unit ? body : deep,
          clamp(below / (26 * unit)) * 0.8 + 0.2,
        );
        blendAt(canvas.data, (y * width + x) * 3, r, g, b, clamp(below + 0.5));
      }
    }
    for (const blade of blades) {
      const x = blade.x + moved;
      const row = (edge[Math.round(clamp(blade.x, 0, width))] ?? height) + blade.down * 30 * unit;
      const lean = Math.sin(phase + blade.phase) * 4 * unit + blade.lean;
      const colour: Colour = blendColours(deep, lit, blade.light);
      stroke(
        canvas,
        [x, row + 3 * unit],
        [x + lean, row - blade.height],
        2.4 * unit,
        0.4 * unit,
        colour,
        0.9,
      );
    }
  };
  return { draw, top, crown, shift };
}

function sowBlades(random: Random, count: number, width: number, unit: number) {
  return Array.from({ length: count }, () => ({
    x: mix(-0.15, 1.15, random()) * width,
    down: random(),
    height: between(random, 7, 22) * unit,
    lean: (random() - 0.5) * 9 * unit,
    phase: random() * TAU,
    light: random() ** 2,
  })).toSorted((a, b) => a.down - b.down);
}
