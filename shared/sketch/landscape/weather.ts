import { type Canvas, dot, stroke } from '../canvas.ts';
import { type Colour, WHITE } from '../colour.ts';
import { mix, TAU } from '../scalar.ts';
import type { Layer } from '../stage.ts';
import type { Land } from './land.ts';

const DROP: Colour = [0.85, 0.9, 0.95];

/** Every drop falls through the picture a whole number of times a loop, so the loop has no seam. */
export function createRain({ stage }: Land): Layer {
  const { width, height, unit } = stage;
  const random = stage.random('rain');
  const count = Math.round(750 * ((width * height) / unit / unit / 1_048_576));
  const drops = Array.from({ length: count }, () => ({
    x: random() * width * 1.2,
    start: random(),
    length: (16 + 30 * random()) * unit,
    alpha: 0.1 + 0.16 * random(),
  }));
  return (canvas: Canvas, { time }) => {
    for (const drop of drops) {
      const y = ((drop.start + time * 4) % 1) * (height + drop.length) - drop.length;
      stroke(
        canvas,
        [drop.x, y],
        [drop.x - drop.length * 0.18, y + drop.length],
        1.3 * unit,
        1.6 * unit,
        DROP,
        drop.alpha,
      );
    }
  };
}

export function createSnowfall({ stage }: Land): Layer {
  const { width, height, unit } = stage;
  const random = stage.random('snowfall');
  const count = Math.round(420 * ((width * height) / unit / unit / 1_048_576));
  const flakes = Array.from({ length: count }, () => {
    const depth = random();
    return {
      x: random() * width,
      start: random(),
      radius: mix(0.9, 4.2, depth ** 3) * unit,
      falls: depth > 0.5 ? 2 : 1,
      phase: random() * TAU,
      alpha: mix(0.75, 0.5, depth ** 3),
    };
  });
  return (canvas: Canvas, { time, phase }) => {
    for (const flake of flakes) {
      const y = ((flake.start + time * flake.falls) % 1) * (height + 12 * unit) - 6 * unit;
      dot(canvas, flake.x + Math.sin(phase + flake.phase) * 18 * unit, y, flake.radius, WHITE, flake.alpha);
    }
  };
}
