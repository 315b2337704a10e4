import { blendAt, type Canvas, createCanvas, dot, forEachPixel, glow, put } from '../canvas.ts';
import { blendColours, type Colour, ramp } from '../colour.ts';
import { clamp, hypotenuse, mix, smoothstep, TAU } from '../scalar.ts';
import type { Layer } from '../stage.ts';
import type { Land } from './land.ts';

/** The sky without anything that moves, painted once: gradient, sun or moon, and its glow. */
export function paintSky({ stage, horizon, sun }: Land): Canvas {
  const { width, height, unit, noise, palette, time } = stage;
  const canvas = createCanvas(width, height);
  const steps = 512;
  const table = ramp(palette.sky, steps);
  const [nearGlow, farGlow] = palette.night ? [0.22, 0.08] : time === 'storm' ? [0, 0.2] : [0.5, 0.3];
  forEachPixel(canvas, 0, 0, width, height, (x, y, index) => {
    const wash = noise.gradient((x / unit / 1024) * 1.6, (y / unit / 1024) * 2.2) * 0.035;
    const place = clamp(y / horizon + wash) * (steps - 1);
    const step = Math.min(steps - 2, Math.floor(place));
    const share = place - step;
    const dx = (x + 0.5 - sun.x) / unit;
    const dy = (y + 0.5 - sun.y) / unit;
    const distance = hypotenuse(dx, dy);
    // The far glow lies flat along the horizon, where there is more air to light.
    const halo =
      nearGlow * Math.exp(-distance / 110) + farGlow * Math.exp(-hypotenuse(dx * 0.75, dy * 1.15) / 400);
    for (let channel = 0; channel < 3; channel += 1) {
      const upper = table[step * 3 + channel] ?? 0;
      const lower = table[step * 3 + 3 + channel] ?? 0;
      const base = upper + (lower - upper) * share;
      canvas.data[index + channel] = base + ((palette.sun[channel] ?? 0) - base) * clamp(halo);
    }
  });
  if (time !== 'storm') paintDisc(canvas, { stage, sun });
  return canvas;
}

function paintDisc(canvas: Canvas, { stage, sun }: Pick<Land, 'stage' | 'sun'>): void {
  const { unit, palette, noise } = stage;
  const reach = sun.radius + 2;
  // The day's sun is too bright to have an edge; a low sun and the moon have one.
  const soft = stage.time === 'day' ? sun.radius * 0.55 : 1;
  forEachPixel(
    canvas,
    sun.x - reach - soft,
    sun.y - reach - soft,
    sun.x + reach + soft,
    sun.y + reach + soft,
    (x, y, index) => {
      const distance = hypotenuse(x + 0.5 - sun.x, y + 0.5 - sun.y);
      const cover = smoothstep(sun.radius + soft, sun.radius - soft, distance);
      const seas = palette.night
        ? 0.86 + 0.2 * noise.fractal((x - sun.x) / unit / 22, (y - sun.y) / unit / 22, 3)
        : 1;
      const [red, green, blue] = palette.sun;
      blendAt(canvas.data, index, red * seas, green * seas, blue * seas, cover);
    },
  );
}

export function createStars({ stage, horizon }: Land): Layer {
  const { width, height, unit } = stage;
  const random = stage.random('stars');
  const count = Math.round(620 * ((width * height) / unit / unit / 1_048_576));
  const stars = Array.from({ length: count }, () => ({
    x: random() * width,
    y: random() ** 1.25 * horizon,
    light: 0.25 + 0.75 * random() ** 5,
    phase: random() * TAU,
    colour: (random() < 0.3 ? [1, 0.9, 0.8] : [0.92, 0.96, 1]) satisfies Colour,
  }));
  return (canvas, { phase }) => {
    for (const { x, y, light, phase: offset, colour } of stars) {
      const alpha =
        light * (0.65 + 0.35 * Math.sin(phase * 2 + offset)) * smoothstep(horizon, horizon * 0.7, y);
      dot(canvas, x, y, (0.6 + light * 0.8) * unit, colour, alpha);
      if (light > 0.6) glow(canvas, x, y, 2.4 * unit, colour, alpha * 0.5);
    }
  };
}

const CURTAIN_FOOT: Colour = [0.3, 0.98, 0.62];
const CURTAIN_TOP: Colour = [0.55, 0.28, 0.9];

/** Three curtains of light, each a folded line with rays that fade upwards. */
export function createAurora({ stage, horizon }: Land): Layer {
  const { width, unit, noise } = stage;
  return (canvas, { phase }) => {
    for (let x = 0; x < width; x += 1) {
      const u = x / unit / 1024;
      for (let curtain = 0; curtain < 3; curtain += 1) {
        const fold = noise.fractal(
          u * 1.8 + curtain * 7 + 0.25 * Math.sin(phase + curtain),
          curtain * 3.1 + 0.2 * Math.cos(phase),
          3,
        );
        const foot = horizon * (0.36 + 0.17 * curtain + fold * 0.34);
        const strength =
          0.5 + 0.6 * noise.fractal(u * 5 + curtain * 5, 1.7 + 0.35 * Math.sin(phase + curtain * 2), 3);
        const ray = 0.7 + 0.3 * noise.fractal(u * 34 + curtain * 9, 2.2 + 0.6 * Math.sin(phase + curtain), 2);
        const tall = horizon * (0.34 + 0.24 * strength);
        const skirt = 46 * unit;
        for (let y = Math.max(0, Math.floor(foot - tall)); y < Math.min(horizon, foot + skirt); y += 1) {
          const up = (foot - y) / tall;
          const fade =
            up < 0 ? smoothstep(-skirt / tall, 0, up) ** 2 : Math.exp(-up * 2.2) * smoothstep(1, 0.55, up);
          const alpha = fade * 0.52 * strength * ray * (1 - 0.22 * curtain);
          if (alpha > 0.004)
            put(canvas, x, y, blendColours(CURTAIN_FOOT, CURTAIN_TOP, clamp(up * 1.25)), alpha);
        }
      }
    }
  };
}

export function createBirds({ stage, horizon }: Land): Layer {
  const { width, unit, palette } = stage;
  const random = stage.random('birds');
  const centreX = width * mix(0.2, 0.75, random());
  const centreY = horizon * mix(0.22, 0.5, random());
  const flock = Array.from({ length: 5 + Math.floor(random() * 7) }, () => ({
    x: centreX + (random() - 0.5) * 240 * unit,
    y: centreY + (random() - 0.5) * 90 * unit,
    span: (7 + 10 * random()) * unit,
    phase: random() * TAU,
  }));
  return (canvas, { phase, sway }) => {
    for (const bird of flock) {
      const lift = 0.45 + 0.22 * Math.sin(phase * 3 + bird.phase);
      for (const side of [-1, 1]) {
        for (let step = 0; step < bird.span * 2; step += 1) {
          const out = step / (bird.span * 2);
          const x = bird.x + sway * 30 * unit + side * out * bird.span;
          const y = bird.y - Math.sin(out * Math.PI * 0.75) * bird.span * lift;
          dot(canvas, x, y, mix(1.3, 0.6, out) * unit, palette.near, 0.75);
        }
      }
    }
  };
}
