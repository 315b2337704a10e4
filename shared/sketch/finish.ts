import { blendAt, type Canvas } from './canvas.ts';
import { hex } from './colour.ts';
import { clamp, smoothstep } from './scalar.ts';
import type { Moment, Stage } from './stage.ts';

const PAPER = hex('#f7f2e7');

/** The last pass: paper for the hand-made styles, vignette, grain (which also hides banding), bytes. */
export function createFinish(stage: Stage): (canvas: Canvas, moment: Moment) => Uint8Array {
  const paper = stage.has('watercolour') ? createPaper(stage) : null;
  return (canvas, moment) => {
    if (paper) layOnPaper(canvas, paper);
    return develop(canvas, stage, moment, paper ? 0 : 0.2);
  };
}

interface Paper {
  /** Bare paper 0…1: the margin, and grain the brush skipped. */
  readonly bare: Float32Array;
  /** How much pigment settled, around 1. */
  readonly pigment: Float32Array;
}

function createPaper({ width, height, unit, noise }: Stage): Paper {
  const bare = new Float32Array(width * height);
  const pigment = new Float32Array(width * height);
  for (let y = 0, index = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, index += 1) {
      const u = x / unit;
      const v = y / unit;
      const toEdge = Math.min(x, y, width - 1 - x, height - 1 - y) / unit;
      const wobble = noise.fractal(u / 90, v / 90, 3) * 22;
      const fibre = noise.fractal(u / 5, v / 5, 2);
      const edge = toEdge + wobble + fibre * 5;
      bare[index] = Math.max(1 - smoothstep(26, 36, edge), 0.16 * smoothstep(0.1, 0.75, fibre));
      // Pigment gathers where a wash dries last: in blooms, and along the edge of the paint.
      const bloom = noise.fractal(u / 210 + 7, v / 210, 4) * 0.2;
      pigment[index] = 0.93 + bloom + 0.28 * Math.exp(-((edge - 38) ** 2) / 50) + fibre * 0.05;
    }
  }
  return { bare, pigment };
}

function layOnPaper({ data }: Canvas, { bare, pigment }: Paper): void {
  for (let pixel = 0, index = 0; index < data.length; pixel += 1, index += 3) {
    const amount = pigment[pixel] ?? 1;
    for (let channel = 0; channel < 3; channel += 1) {
      const light = clamp(data[index + channel] ?? 0);
      // A wash absorbs light: thicker pigment is a higher power of what one coat lets through.
      data[index + channel] = (0.1 + 0.9 * light) ** amount;
    }
    blendAt(data, index, PAPER[0], PAPER[1], PAPER[2], bare[pixel] ?? 0);
  }
}

function develop(canvas: Canvas, stage: Stage, moment: Moment, vignette: number): Uint8Array {
  const { width, height, data } = canvas;
  const bytes = new Uint8Array(data.length);
  const grain = stage.has('ink') ? 0.032 : 0.018;
  let state = (stage.seed ^ Math.imul(Math.round(moment.time * 997) + 1, 0x9e3779b1)) >>> 0 || 1;
  const centreX = width / 2;
  const centreY = height / 2;
  const scale = 1 / (centreX * centreX + centreY * centreY);
  for (let y = 0, index = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, index += 3) {
      // xorshift32: three shifts a pixel is all grain needs.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const speck = ((state >>> 0) / 4_294_967_296 - 0.5) * grain;
      const away = ((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY)) * scale;
      const light = 1 - vignette * away * away;
      bytes[index] = toByte((data[index] ?? 0) * light + speck);
      bytes[index + 1] = toByte((data[index + 1] ?? 0) * light + speck);
      bytes[index + 2] = toByte((data[index + 2] ?? 0) * light + speck);
    }
  }
  return bytes;
}

function toByte(channel: number): number {
  return clamp(channel) * 255 + 0.5;
}
