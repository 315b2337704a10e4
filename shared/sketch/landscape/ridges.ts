import { type Colour, hex, mixColours } from '../colour.ts';
import { between } from '../random.ts';
import { clamp, mix, smoothstep } from '../scalar.ts';
import { gradeByStyle } from '../palette.ts';
import type { Stage } from '../stage.ts';
import type { Land } from './land.ts';

type RidgeKind = 'rock' | 'hill' | 'dune' | 'isle';

/** One fold of land. `profile[x]` is the row of its top edge over the land's whole width. */
export interface Ridge {
  readonly kind: RidgeKind;
  /** 0 farthest, 1 nearest. */
  readonly depth: number;
  readonly profile: Float32Array;
  readonly base: number;
  readonly amplitude: number;
  readonly colour: Colour;
  /** The colour its slope fades to below the crest. */
  readonly foot: Colour;
  /** How many pixels the camera's sway moves it. */
  readonly shift: number;
  /** Which side an isle rises on. */
  readonly side: 1 | -1;
}

/** The column of a ridge's profile that shows at the left edge of the picture. */
export function ridgeOffset(land: Land, ridge: Ridge, sway: number): number {
  return land.margin + sway * ridge.shift;
}

interface Shape {
  readonly kind: RidgeKind;
  readonly base: number;
  readonly amplitude: number;
  /** Features per 1024 design units. */
  readonly frequency: number;
}

/** The ridges of a scene, farthest first. */
export function createRidges(land: Land): readonly Ridge[] {
  const { stage } = land;
  const random = stage.random('ridges');
  const count = ridgeCount(stage, random());
  const bold = between(random, 0.8, 1.25);
  const side = random() < 0.5 ? -1 : 1;
  return Array.from({ length: count }, (_, index): Ridge => {
    const depth = count === 1 ? 1 : index / (count - 1);
    const shape = shapeAt(land, depth, index, count, bold);
    const colour = colourAt(stage, shape.kind, depth);
    const clearing = 0.55 * (1 - depth) + (stage.has('mist') ? 0.35 : 0.1);
    return {
      kind: shape.kind,
      depth,
      profile: traceProfile(land, shape, random() * 80, random() * 80, index === 0 ? -side : side, index),
      base: shape.base,
      amplitude: shape.amplitude,
      colour,
      foot: mixColours(colour, stage.palette.haze, clearing),
      shift: mix(0.015, 0.095, depth) * stage.width,
      side: side,
    };
  });
}

function ridgeCount({ scene, has }: Stage, chance: number): number {
  if (scene === 'coast') return 2;
  if (scene === 'city') return 1;
  if (scene === 'mountain' && (has('water') || has('boat'))) return 3;
  return 4 + Math.floor(chance * 2.4);
}

function shapeAt(land: Land, depth: number, index: number, count: number, bold: number): Shape {
  const { stage, horizon, watery } = land;
  const { height, unit, scene } = stage;
  switch (scene) {
    case 'desert':
      return {
        kind: 'dune',
        base: mix(horizon * 0.99, height * 0.92, depth ** 1.25),
        amplitude: mix(30, 150, depth) * unit * bold,
        frequency: mix(2.2, 0.85, depth),
      };
    case 'coast':
      return {
        kind: 'isle',
        base: horizon - mix(3, 0, depth) * unit,
        amplitude: mix(70, 150, depth) * unit * bold,
        frequency: mix(2.2, 1.5, depth),
      };
    case 'meadow':
      return {
        kind: 'hill',
        base: mix(horizon, watery ? horizon : height * 0.74, depth ** 1.1),
        amplitude: mix(120, 46, depth) * unit * bold,
        frequency: mix(1.7, 0.9, depth),
      };
    case 'city':
      return { kind: 'hill', base: horizon, amplitude: 80 * unit, frequency: 1.5 };
    default: {
      const wooded = scene === 'forest';
      const near = watery ? horizon : height * 0.93;
      return {
        kind: !wooded && index < Math.max(1, count - 2) ? 'rock' : 'hill',
        base: mix(horizon * 0.95, near, depth ** 1.35),
        amplitude: mix(330, watery ? 60 : 120, depth) * unit * (wooded ? 0.55 : bold),
        frequency: mix(1.5, 1.1, depth),
      };
    }
  }
}

function traceProfile(
  land: Land,
  shape: Shape,
  px: number,
  py: number,
  side: number,
  index: number,
): Float32Array {
  const { noise, unit } = land.stage;
  const { kind, base, amplitude, frequency } = shape;
  return Float32Array.from({ length: land.wide }, (_, column) => {
    const x = ((column - land.margin) / unit / 1024) * frequency + px;
    switch (kind) {
      case 'rock':
        return base - amplitude * (noise.ridged(x * 1.15, py, 6) ** 1.35 * 1.2 - 0.28);
      case 'dune': {
        const crest = (1 - Math.abs(noise.fractal(x, py, 2, 0.3)) ** 0.8 * 1.6) * 0.95;
        return base - amplitude * (crest + noise.fractal(x * 0.5, py + 3, 2) * 0.5 - 0.45);
      }
      case 'isle': {
        const across = column / land.wide;
        const rise = smoothstep(0.12, 0.62, side > 0 ? across : 1 - across);
        const height = rise * (0.75 + 0.5 * noise.fractal(x * 2.2, py, 5, 0.55)) - 0.12 * (1 - rise);
        return base - amplitude * height * (index > 0 ? 1 : 0.7);
      }
      default:
        return base - amplitude * (noise.fractal(x * 1.05, py, 5, 0.4) * 0.9 + 0.12);
    }
  });
}

const SAND = hex('#c8753c');
const GRASS = hex('#4b8a38');
const LEAF = hex('#b5562a');
const SNOW = hex('#dfe9f5');

function colourAt(stage: Stage, kind: RidgeKind, depth: number): Colour {
  const { palette, scene, has, interpretation } = stage;
  const { near, haze, sky } = palette;
  const far = (1 - depth) ** 1.15;
  const material = (colour: Colour): Colour => gradeByStyle(colour, interpretation.flags);
  const middle = mixColours(sky[1] ?? haze, haze, 0.28);
  let colour =
    far < 0.5 ? mixColours(near, middle, far * 1.9 + 0.03) : mixColours(middle, haze, (far - 0.5) * 1.44);
  const gloom = palette.night ? 0.62 : 0.42 - 0.3 * palette.sunlight;
  if (scene === 'desert') {
    colour = mixColours(
      mixColours(material(SAND), near, gloom * 0.7 + 0.28 * depth * depth),
      haze,
      0.6 * far + 0.04,
    );
  }
  if (scene === 'meadow') {
    colour = mixColours(mixColours(material(GRASS), near, gloom + 0.1), haze, 0.62 * far + 0.03);
  }
  if (has('autumn') && kind === 'hill')
    colour = mixColours(colour, material(LEAF), palette.night ? 0.25 : 0.45);
  if (has('snow'))
    colour = mixColours(
      colour,
      mixColours(material(SNOW), near, gloom * 0.6),
      kind === 'rock' ? 0.12 : clamp(0.62 - 0.2 * depth),
    );
  return colour;
}
