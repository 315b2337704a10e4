import { between } from '../random.ts';
import type { SceneName } from '../vocabulary.ts';
import type { Stage } from '../stage.ts';

/** A stage with a horizon. All lengths here are pixels. */
export interface Land {
  readonly stage: Stage;
  readonly horizon: number;
  readonly sun: { readonly x: number; readonly y: number; readonly radius: number };
  /** How far the land reaches past each edge, for the camera to sway into. */
  readonly margin: number;
  /** Width with both margins. */
  readonly wide: number;
  readonly watery: boolean;
}

const HORIZONS: Partial<Record<SceneName, readonly [number, number]>> = {
  coast: [0.52, 0.64],
  city: [0.7, 0.77],
  meadow: [0.46, 0.6],
  desert: [0.56, 0.68],
};

export function createLand(stage: Stage): Land {
  const { width, height, unit, palette, scene } = stage;
  const random = stage.random('land');
  const watery = scene === 'coast' || scene === 'city' || stage.has('boat') || stage.has('water');
  const [high, low] = HORIZONS[scene] ?? (watery ? [0.56, 0.64] : [0.6, 0.7]);
  const horizon = height * between(random, high, low);
  const margin = Math.ceil(width * 0.125);
  const x = width * between(random, 0.2, 0.8);
  const lift = between(random, 0.86, 1.06);
  // Over open water a low sun touches the horizon.
  const touching = scene === 'coast' && !palette.night && palette.sunHeight > 0.7 ? 1.12 : 1;
  return {
    stage,
    horizon,
    sun: {
      x,
      y: horizon * palette.sunHeight * lift * touching,
      radius: (palette.night ? 32 : 40) * unit * between(random, 0.8, 1.3),
    },
    margin,
    wide: width + margin * 2,
    watery,
  };
}
