import { type Colour, hex, mixColours, regrade, tint } from './colour.ts';
import type { Interpretation } from './interpret.ts';
import { HUES, type TimeName } from './vocabulary.ts';

/** The light of a picture. `sky` runs from the zenith to the horizon. */
export interface Palette {
  readonly sky: readonly Colour[];
  /** What distance fades into. */
  readonly haze: Colour;
  /** The darkest, nearest things. */
  readonly near: Colour;
  readonly sun: Colour;
  /** How high the sun or moon stands: 0 at the top of the picture, 1 at the horizon. */
  readonly sunHeight: number;
  readonly night: boolean;
  /** How strongly sunlight shapes things, 0…1. */
  readonly sunlight: number;
}

interface Light {
  readonly sky: readonly string[];
  readonly haze: string;
  readonly near: string;
  readonly sun: string;
  readonly sunHeight: number;
  readonly night?: true;
  readonly sunlight: number;
}

const LIGHTS: Record<TimeName, Light> = {
  sunset: {
    sky: ['#181b46', '#53317f', '#c14a7d', '#ff8a5b', '#ffd797'],
    haze: '#f3a37c',
    near: '#1a1030',
    sun: '#ffe9b0',
    sunHeight: 0.84,
    sunlight: 0.8,
  },
  dawn: {
    sky: ['#3e5f97', '#8f8fc0', '#e7a9b4', '#ffd0a6', '#fff0cf'],
    haze: '#f2cdbd',
    near: '#2b2c4a',
    sun: '#fff6d8',
    sunHeight: 0.78,
    sunlight: 0.7,
  },
  day: {
    sky: ['#1f62bb', '#4f97de', '#93caf0', '#dcf1f8'],
    haze: '#c0deed',
    near: '#1c463c',
    sun: '#fffbe9',
    sunHeight: 0.26,
    sunlight: 1,
  },
  night: {
    sky: ['#04071a', '#0a1538', '#173463', '#315a86'],
    haze: '#2c4f78',
    near: '#040812',
    sun: '#f3f1df',
    sunHeight: 0.36,
    night: true,
    sunlight: 0.45,
  },
  storm: {
    sky: ['#1d2630', '#3b4a57', '#70818b', '#b4b9b2'],
    haze: '#96a3a6',
    near: '#12191d',
    sun: '#e8e4d2',
    sunHeight: 0.6,
    sunlight: 0.3,
  },
  aurora: {
    sky: ['#03081a', '#06203a', '#0c4250', '#1d6a68'],
    haze: '#1c5560',
    near: '#030a14',
    sun: '#e9fff4',
    sunHeight: 0.3,
    night: true,
    sunlight: 0.4,
  },
};

/** The palette of a time of day, turned to the prompt's hues and regraded by its styles. */
export function createPalette(time: TimeName, { flags, hues }: Interpretation): Palette {
  const light = LIGHTS[time];
  const grade = (colour: Colour): Colour => gradeByStyle(colour, flags);
  const hueAt = (share: number): number | null => {
    const name = hues[Math.min(hues.length - 1, Math.floor(share * hues.length))];
    return name === undefined ? null : HUES[name];
  };
  const turn = (colour: Colour, share: number, amount: number): Colour => {
    const hue = hueAt(share);
    return grade(hue === null ? colour : tint(colour, hue, amount));
  };
  return {
    sky: light.sky.map((code, index) => turn(hex(code), index / light.sky.length, 0.62)),
    haze: turn(hex(light.haze), 1, 0.6),
    near: turn(hex(light.near), 0, 0.5),
    sun: grade(hex(light.sun)),
    sunHeight: light.sunHeight,
    night: light.night ?? false,
    sunlight: light.sunlight,
  };
}

/** Applies the colour side of the styles to one colour; their texture comes last, in `finish`. */
export function gradeByStyle(colour: Colour, flags: Interpretation['flags']): Colour {
  let graded = colour;
  if (flags.includes('vivid')) graded = regrade(graded, 1.35);
  if (flags.includes('pastel')) graded = regrade(graded, 0.7, 0.88, 0.4);
  if (flags.includes('watercolour')) graded = regrade(graded, 0.92, 0.86, 0.2);
  if (flags.includes('ink')) graded = regrade(graded, 0.06);
  return graded;
}

/** A material's own colour as this light shows it, `distance` 0 (near) to 1 (lost in the haze). */
export function underLight(palette: Palette, colour: Colour, distance: number): Colour {
  const shadowed = mixColours(colour, palette.near, palette.night ? 0.72 : 0.5 - 0.38 * palette.sunlight);
  return mixColours(shadowed, palette.haze, distance);
}
