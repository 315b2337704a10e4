import type { Canvas } from './canvas.ts';
import type { Interpretation } from './interpret.ts';
import { createNoise, type Noise } from './noise.ts';
import { createPalette, type Palette } from './palette.ts';
import { createRandom, hashText, pick, type Random } from './random.ts';
import { TAU } from './scalar.ts';
import type { Flag, SceneName, TimeName } from './vocabulary.ts';
import { STYLES } from './vocabulary.ts';

/** What every part of a scene is built from. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  /** Pixels per design unit: the shorter side is always 1024 design units. */
  readonly unit: number;
  readonly seed: number;
  readonly scene: SceneName;
  readonly time: TimeName;
  readonly interpretation: Interpretation;
  readonly palette: Palette;
  readonly noise: Noise;
  /**
   * The number stream of one named thing. Streams do not affect each other and hold nothing that
   * depends on the size, so a preview and its final picture, and yesterday's version and today's
   * with one more element, show the same composition.
   */
  readonly random: (name: string) => Random;
  readonly has: (flag: Flag) => boolean;
  /** Whether to show a thing the prompt asked for, or that the seed adds by chance 0…1. */
  readonly shows: (flag: Flag, chance: number) => boolean;
}

/** One moment of the loop. Everything that moves is a periodic function of these. */
export interface Moment {
  /** 0…1 through the loop. */
  readonly time: number;
  /** The same as an angle, 0…2π. */
  readonly phase: number;
  /** The camera, swaying between −1 and 1. */
  readonly sway: number;
}

/** One thing in the picture, drawn over what lies behind it. */
export type Layer = (canvas: Canvas, moment: Moment) => void;

export function createMoment(time: number): Moment {
  const phase = (time - Math.floor(time)) * TAU;
  return { time: time - Math.floor(time), phase, sway: Math.sin(phase) };
}

export interface StageRequest {
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

const OPEN_SCENES = ['mountain', 'coast', 'meadow', 'forest', 'flow', 'space'] as const;
const OPEN_LANDSCAPES = ['mountain', 'coast', 'meadow', 'forest'] as const;
const OPEN_TIMES = ['sunset', 'dawn', 'day', 'night'] as const;

export function createStage(request: StageRequest, interpretation: Interpretation): Stage {
  const { width, height } = request;
  const seed = hashText(`${request.prompt.trim().toLowerCase()}|${request.negative}|${request.seed}`);
  const random = (name: string): Random => createRandom(seed ^ hashText(name));
  const has = (flag: Flag): boolean => interpretation.flags.includes(flag);
  const scene = interpretation.scene ?? openScene(random('scene'), interpretation);
  const time = interpretation.time ?? (scene === 'space' ? 'night' : pick(random('time'), OPEN_TIMES));
  return {
    width,
    height,
    unit: Math.min(width, height) / 1024,
    seed,
    scene,
    time,
    interpretation,
    palette: createPalette(time, interpretation),
    noise: createNoise(random('noise')),
    random,
    has,
    shows: (flag, chance) =>
      has(flag) || (!interpretation.avoided.includes(flag) && random(`shows ${flag}`)() < chance),
  };
}

/** A time of day or weather in the prompt needs a landscape to show in. */
function openScene(random: Random, { time, flags }: Interpretation): SceneName {
  const styles: readonly Flag[] = STYLES;
  const needsLandscape = time !== null || flags.some((flag) => !styles.includes(flag));
  return pick(random, needsLandscape ? OPEN_LANDSCAPES : OPEN_SCENES);
}
