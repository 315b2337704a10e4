import { dot, stroke } from '../canvas.ts';
import { type Colour, hex, mixColours } from '../colour.ts';
import { underLight } from '../palette.ts';
import { between, type Random } from '../random.ts';
import { clamp, TAU } from '../scalar.ts';
import type { Layer } from '../stage.ts';
import type { Knoll } from './knoll.ts';
import type { Land } from './land.ts';

/** Design units, with the foot of the trunk at (0, 0) and up negative. */
interface Branch {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly startWidth: number;
  readonly endWidth: number;
}

interface Leaf {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 0 in shadow, 1 towards the sun. */
  readonly light: number;
  readonly phase: number;
}

/** One broad tree grown by forking branches, its crown lit from the sun's side. */
export function createGreatTree(land: Land, knoll: Knoll, besides: boolean): Layer {
  const { stage, sun } = land;
  const { unit, palette } = stage;
  const random = stage.random('great tree');
  const branches: Branch[] = [];
  const tips: (readonly [number, number])[] = [];
  grow(
    random,
    [0, 12],
    -Math.PI / 2 + between(random, -0.08, 0.08),
    between(random, 108, 132),
    34,
    0,
    branches,
    tips,
  );
  const x = knoll.crown + (besides ? 190 * unit * (sun.x < knoll.crown ? 1 : -1) : 0);
  const foot = knoll.top(x);
  const sunward = Math.sign(sun.x - x);
  const leaves = stage.has('snow') ? [] : leaf(random, tips, sunward);
  const bark = underLight(palette, hex('#33231b'), 0.04);
  const shadow = mixColours(leafColour(stage.has('autumn'), 0), palette.near, palette.night ? 0.75 : 0.6);
  const lit = underLight(palette, leafColour(stage.has('autumn'), 1), 0.06);
  const bright = mixColours(lit, palette.sun, 0.3 * palette.sunlight);
  const tones = Array.from({ length: 8 }, (_, step): Colour =>
    step < 6 ? mixColours(shadow, lit, step / 5) : mixColours(lit, bright, (step - 5) / 2),
  );
  return (canvas, { phase, sway }) => {
    const left = x + knoll.shift(sway);
    for (const { from, to, startWidth, endWidth } of branches) {
      const start: readonly [number, number] = [left + from[0] * unit, foot + from[1] * unit];
      const end: readonly [number, number] = [left + to[0] * unit, foot + to[1] * unit];
      stroke(canvas, start, end, startWidth * unit, endWidth * unit, bark, 1);
    }
    for (const { x: dx, y: dy, radius, light, phase: offset } of leaves) {
      const tone = tones[Math.floor(light * 7.99)] ?? lit;
      const stir = Math.sin(phase + offset) * 1.8;
      dot(canvas, left + (dx + stir) * unit, foot + dy * unit, radius * unit, tone, 0.85);
    }
  };
}

function leafColour(autumn: boolean, light: number): Colour {
  if (autumn) return light > 0 ? hex('#e58a2f') : hex('#8a3a1e');
  return light > 0 ? hex('#7fa83e') : hex('#2c4a2a');
}

function grow(
  random: Random,
  from: readonly [number, number],
  angle: number,
  length: number,
  width: number,
  level: number,
  branches: Branch[],
  tips: (readonly [number, number])[],
): void {
  // Two bent pieces a branch: straight sticks look like a diagram.
  const bend = angle + between(random, -0.16, 0.16);
  const middle = [
    from[0] + Math.cos(angle) * length * 0.5,
    from[1] + Math.sin(angle) * length * 0.5,
  ] as const;
  const to = [middle[0] + Math.cos(bend) * length * 0.5, middle[1] + Math.sin(bend) * length * 0.5] as const;
  const endWidth = Math.max(0.8, width * 0.66);
  branches.push({
    from,
    to: middle,
    startWidth: level === 0 ? width * 1.4 : width,
    endWidth: (width + endWidth) / 2,
  });
  branches.push({ from: middle, to, startWidth: (width + endWidth) / 2, endWidth });
  if (level >= 2) tips.push(to);
  if (level >= 5) return;
  const forks = level < 2 ? 3 : 2;
  for (let fork = 0; fork < forks; fork += 1) {
    const spread = (fork / (forks - 1) - 0.5) * (level === 0 ? 1.7 : 1.15) + between(random, -0.2, 0.2);
    grow(
      random,
      to,
      bend + spread,
      length * between(random, 0.68, 0.84),
      endWidth * 0.72,
      level + 1,
      branches,
      tips,
    );
  }
}

/** Clumps of leaves around every tip; a clump, and the crown as a whole, is lighter above and sunward. */
function leaf(
  random: Random,
  tips: readonly (readonly [number, number])[],
  sunward: number,
): readonly Leaf[] {
  const middle = tips.reduce((sum, [, y]) => sum + y, 0) / Math.max(1, tips.length);
  const leaves: Leaf[] = [];
  for (const [x, y] of tips) {
    const reach = between(random, 20, 34);
    for (let index = 0; index < 26; index += 1) {
      const angle = random() * TAU;
      const away = Math.sqrt(random()) * reach;
      const dx = Math.cos(angle) * away;
      const dy = Math.sin(angle) * away * 0.75;
      const local = (-dy * 0.8 + dx * sunward * 0.6) / reach;
      const whole = ((middle - y) * 0.7 + x * sunward * 0.5) / 170;
      leaves.push({
        x: x + dx,
        y: y + dy,
        radius: between(random, 2.2, 5.6),
        light: clamp(0.4 + local * 0.4 + whole * 0.38 + (random() - 0.5) * 0.22),
        phase: random() * TAU,
      });
    }
  }
  return leaves.toSorted((a, b) => a.light - b.light);
}
