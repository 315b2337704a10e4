import { blendAt } from '../canvas.ts';
import { mixColours } from '../colour.ts';
import { between } from '../random.ts';
import { clamp, hypotenuse, smoothstep } from '../scalar.ts';
import type { Layer } from '../stage.ts';
import type { Land } from './land.ts';

/** A sheet of cloud that thins out towards the horizon, lit from where the sun stands. */
export function createClouds(land: Land): Layer {
  const { stage, horizon, sun, margin, wide } = land;
  const { width, unit, noise, palette } = stage;
  const random = stage.random('clouds');
  const rows = Math.ceil(horizon);
  const density = new Float32Array(wide * rows);
  const alpha = new Float32Array(wide * rows);
  const cover = coverage(land, random());
  const ox = random() * 90;
  const oy = random() * 90;
  const scale = between(random, 1.6, 2.5) / 1024;
  for (let y = 0, index = 0; y < rows; y += 1) {
    const down = y / horizon;
    // Rows crowd together towards the horizon: perspective on a flat sheet.
    const v = ((down * horizon) / unit) * scale * (1.1 + 1.9 * down);
    const fade = (0.35 + 0.65 * smoothstep(0, 0.25, down)) * smoothstep(1, 0.9, down) * 0.9;
    for (let x = 0; x < wide; x += 1, index += 1) {
      const u = ((x - margin) / unit) * scale;
      const warp = noise.fractal(u + ox, v + oy, 2) * 0.55;
      const value = noise.fractal(u * 1.25 + ox + warp, v * 1.7 + oy + warp, 5, 0.52) * 0.5 + 0.5;
      density[index] = value;
      alpha[index] = smoothstep(1 - cover - 0.16, 1 - cover + 0.24, value) * fade;
    }
  }

  const lit = mixColours(palette.sun, palette.haze, 0.22);
  const shade = mixColours(palette.sky.at(-3) ?? palette.haze, palette.sky[0] ?? palette.near, 0.42);
  const lightX = Math.round((sun.x < width / 2 ? -16 : 16) * unit);
  const lightY = Math.round(12 * unit);
  return (canvas, { sway }) => {
    const drift = margin + sway * width * 0.045;
    const whole = Math.floor(drift);
    const share = drift - whole;
    for (let y = 0; y < rows; y += 1) {
      const towardsSun = Math.max(0, y - lightY) * wide;
      for (let x = 0; x < width; x += 1) {
        const column = x + whole;
        const at = y * wide + column;
        const here = alpha[at] ?? 0;
        const a = here + ((alpha[at + 1] ?? 0) - here) * share;
        if (a < 0.004) continue;
        const thick = density[at] ?? 0;
        const beyond = density[towardsSun + clamp(column + lightX, 0, wide - 1)] ?? thick;
        const far = hypotenuse(x - sun.x, y - sun.y) / (width * 0.62);
        const light = clamp(0.74 - far * 0.55 + (thick - beyond) * 1.9 + (thick - 0.55) * 0.5);
        blendAt(
          canvas.data,
          (y * width + x) * 3,
          shade[0] + (lit[0] - shade[0]) * light,
          shade[1] + (lit[1] - shade[1]) * light,
          shade[2] + (lit[2] - shade[2]) * light,
          a,
        );
      }
    }
  };
}

function coverage({ stage }: Land, chance: number): number {
  if (stage.has('clouds') || stage.time === 'storm') return 0.64;
  if (stage.interpretation.avoided.includes('clouds')) return 0.05;
  return stage.palette.night ? 0.22 : 0.28 + 0.28 * chance;
}
