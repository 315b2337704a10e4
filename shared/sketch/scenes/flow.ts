import { blendAt, forEachPixel } from '../canvas.ts';
import { type Colour, hex, mixColours, WHITE } from '../colour.ts';
import { gradeByStyle } from '../palette.ts';
import { between, pick } from '../random.ts';
import { clamp, hypotenuse, mix } from '../scalar.ts';
import type { Layer, Stage } from '../stage.ts';

/** Ground, then inks from dark to light. */
const PALETTES = [
  ['#0b132b', '#1c2541', '#3a506b', '#5bc0be', '#f0f3bd', '#ff9f6b'],
  ['#1a1423', '#3d314a', '#684756', '#96705b', '#f2c078', '#faedca'],
  ['#0d0221', '#3b0d5c', '#b5179e', '#f72585', '#ffb35c', '#4cc9f0'],
  ['#f5efe6', '#e8b04a', '#d1495b', '#2e4057', '#66a182', '#edae49'],
  ['#07222b', '#0a4d5c', '#1b8a8f', '#f2e8cf', '#e76f51', '#f4a261'],
];

interface Ribbon {
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly width: number;
  readonly colour: Colour;
  readonly alpha: number;
}

/** Ribbons of ink drawn along a slowly turning field. All lengths in design units. */
export function createFlow(stage: Stage): Layer {
  const { width, height, unit, noise } = stage;
  const random = stage.random('flow');
  const inks = chooseInks(stage);
  const offset = random() * 60;
  const fieldScale = between(random, 1.2, 2.6) / 1024;
  const turns = between(random, 2.2, 4.2);
  const across = width / unit;
  const down = height / unit;
  const ribbons = Array.from({ length: Math.round(1500 * ((across * down) / 1_048_576)) }, (): Ribbon => {
    const thickness = 1.2 + random() ** 4 * 12;
    return {
      x: between(random, -0.05, 1.05) * across,
      y: between(random, -0.05, 1.05) * down,
      length: between(random, 30, 120) * Math.max(1.6, thickness * 0.5),
      width: thickness,
      colour: inks[1 + Math.floor(random() * (inks.length - 1))] ?? WHITE,
      alpha: between(random, 0.35, 0.95),
    };
  });
  const ground = inks[0] ?? WHITE;
  const wash = inks[1] ?? WHITE;

  return (canvas, { phase }) => {
    const { data } = canvas;
    forEachPixel(canvas, 0, 0, width, height, (x, y, index) => {
      const amount = (0.5 + 0.5 * noise.gradient(x / unit / 790 + offset, y / unit / 790)) * 0.55;
      for (let channel = 0; channel < 3; channel += 1) {
        data[index + channel] = mix(ground[channel] ?? 0, wash[channel] ?? 0, amount);
      }
    });
    const angleAt = traceField(across, down, (x, y) => {
      const u = x * fieldScale + offset + 0.105 * Math.sin(phase);
      return noise.fractal(u, y * fieldScale + 0.105 * Math.cos(phase), 2) * Math.PI * turns;
    });
    for (const ribbon of ribbons) {
      let { x, y } = ribbon;
      // Small pictures take longer steps along the same path: finer ones would fall in the same pixel.
      const stride = Math.max(1.6, ribbon.width * 0.45, 1.2 / unit);
      const steps = Math.ceil(ribbon.length / stride);
      for (let step = 0; step < steps; step += 1) {
        const half = ribbon.width * Math.sqrt(Math.sin((Math.PI * step) / steps)) + 0.35;
        const angle = angleAt(x, y);
        const vx = Math.cos(angle);
        const vy = Math.sin(angle);
        drawBead(data, width, height, x * unit, y * unit, half * unit, vx, vy, ribbon);
        x += vx * stride;
        y += vy * stride;
      }
    }
  };
}

const CELL = 10;
const BORDER = 20;

/** The field's angle on a grid, read back bilinearly: the field is smooth and is read very often. */
function traceField(across: number, down: number, angle: (x: number, y: number) => number) {
  const columns = Math.ceil(across / CELL) + BORDER * 2;
  const rows = Math.ceil(down / CELL) + BORDER * 2;
  const grid = new Float32Array(columns * rows);
  for (let row = 0, index = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, index += 1) {
      grid[index] = angle((column - BORDER) * CELL, (row - BORDER) * CELL);
    }
  }
  return (x: number, y: number): number => {
    const u = clamp(x / CELL + BORDER, 0, columns - 2);
    const v = clamp(y / CELL + BORDER, 0, rows - 2);
    const at = Math.floor(v) * columns + Math.floor(u);
    const share = u - Math.floor(u);
    const upper = mix(grid[at] ?? 0, grid[at + 1] ?? 0, share);
    const lower = mix(grid[at + columns] ?? 0, grid[at + columns + 1] ?? 0, share);
    return mix(upper, lower, v - Math.floor(v));
  };
}

/** One step of a ribbon, lit on one side so that it reads as rounded. */
function drawBead(
  data: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  radius: number,
  vx: number,
  vy: number,
  { colour, alpha }: Ribbon,
): void {
  // Under half a pixel a bead loses opacity, not presence, so small renders match large ones.
  const size = Math.max(radius, 0.5);
  const strength = alpha * (radius / size);
  const reach = size + 0.5;
  const bottom = Math.min(height - 1, Math.floor(y + reach));
  const right = Math.min(width - 1, Math.floor(x + reach));
  for (let row = Math.max(0, Math.floor(y - reach)); row <= bottom; row += 1) {
    for (let column = Math.max(0, Math.floor(x - reach)); column <= right; column += 1) {
      const dx = column + 0.5 - x;
      const dy = row + 0.5 - y;
      const cover = clamp(size - hypotenuse(dx, dy) + 0.5) * strength;
      if (cover <= 0) continue;
      const side = clamp(0.5 + (dy * vx - dx * vy) / (size * 2));
      const light = 0.8 + 0.32 * side;
      const index = (row * width + column) * 3;
      blendAt(data, index, colour[0] * light, colour[1] * light, colour[2] * light, cover);
    }
  }
}

function chooseInks(stage: Stage): readonly Colour[] {
  const { interpretation, palette } = stage;
  if (interpretation.hues.length > 0 || interpretation.time !== null) {
    const last = palette.sky.at(-1) ?? WHITE;
    return [...palette.sky, mixColours(last, WHITE, 0.4)];
  }
  // A request for ink as a medium is not one for grey: only the other styles regrade these.
  const flags = interpretation.flags.filter(
    (flag) => flag !== 'ink' || !interpretation.matched.includes('ink'),
  );
  return pick(stage.random('flow inks'), PALETTES).map((code) => gradeByStyle(hex(code), flags));
}
