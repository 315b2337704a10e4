import type { Canvas } from '../canvas.ts';
import { mixColours } from '../colour.ts';
import { clamp } from '../scalar.ts';
import type { Layer } from '../stage.ts';
import type { Land } from './land.ts';

/** Water from the horizon down: what stands above it, mirrored and broken by waves, and sun glitter. */
export function createWater({ stage, horizon, sun }: Land): Layer {
  const { width, height, unit, noise, palette } = stage;
  const first = Math.floor(horizon);
  const deep = mixColours(palette.near, palette.sky[0] ?? palette.near, 0.45);
  const glitter = stage.time === 'storm' ? 0.35 : palette.night ? 1 : 1.7;
  return (canvas: Canvas, { phase }) => {
    const { data } = canvas;
    const mirrored = data.slice(0, first * width * 3);
    const sin = Math.sin(phase);
    const cos = Math.cos(phase);
    for (let y = first; y < height; y += 1) {
      const down = (y - first) / (height - first);
      const near = 1 / (0.04 + down);
      const path = width * (0.05 + 0.16 * down);
      const mix = 0.24 + 0.42 * down;
      const broadY = near * 5.2 + cos * 0.5;
      const fineY = near * 14 + sin * 0.8;
      const reflected = first - 1 - down * first * 0.98;
      for (let x = 0; x < width; x += 1) {
        const u = x / unit / 1024;
        const wave =
          noise.gradient(u * 2.9 * near + 3 + sin * 0.35, broadY) * 0.7 +
          noise.gradient(u * 11 * Math.sqrt(near) + 9 - cos * 0.3, fineY) * 0.5;
        const sourceY = Math.floor(clamp(reflected + wave * (6 + 60 * down) * unit, 0, first - 1));
        const sourceX = Math.floor(clamp(x + wave * (4 + 38 * down) * unit, 0, width - 1));
        const source = (sourceY * width + sourceX) * 3;
        const index = (y * width + x) * 3;
        const sparkle = clamp(clamp(wave - 0.26) * Math.exp(-(((x - sun.x) / path) ** 2)) * glitter);
        for (let channel = 0; channel < 3; channel += 1) {
          const light =
            (mirrored[source + channel] ?? 0) * (1 - mix) + (deep[channel] ?? 0) * mix + wave * 0.03;
          data[index + channel] = light + ((palette.sun[channel] ?? 0) - light) * sparkle;
        }
      }
    }
  };
}
