import type { Random } from './random.ts';
import { clamp, TAU } from './scalar.ts';

/** Gradient noise over the plane; every function answers about −1…1 unless said otherwise. */
export interface Noise {
  readonly gradient: (x: number, y: number) => number;
  /** Sum of octaves, each `gain` times weaker than the one before. */
  readonly fractal: (x: number, y: number, octaves: number, gain?: number) => number;
  /** Sharp crests, 0…1: mountains and cracked stone. */
  readonly ridged: (x: number, y: number, octaves: number) => number;
}

const SIZE = 256;

export function createNoise(random: Random): Noise {
  const order = shuffled(random);
  const gradientX = new Float64Array(SIZE * 2);
  const gradientY = new Float64Array(SIZE * 2);
  for (let index = 0; index < SIZE * 2; index += 1) {
    const angle = ((order[index] ?? 0) / SIZE) * TAU;
    gradientX[index] = Math.cos(angle);
    gradientY[index] = Math.sin(angle);
  }

  const corner = (index: number, dx: number, dy: number): number =>
    (gradientX[index] ?? 0) * dx + (gradientY[index] ?? 0) * dy;

  const gradient = (x: number, y: number): number => {
    const cellX = Math.floor(x);
    const cellY = Math.floor(y);
    const dx = x - cellX;
    const dy = y - cellY;
    const row = cellY & 255;
    const left = (order[cellX & 255] ?? 0) + row;
    const right = (order[(cellX & 255) + 1] ?? 0) + row;
    const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const northWest = corner(left, dx, dy);
    const southWest = corner(left + 1, dx, dy - 1);
    const north = northWest + (corner(right, dx - 1, dy) - northWest) * u;
    const south = southWest + (corner(right + 1, dx - 1, dy - 1) - southWest) * u;
    return (north + (south - north) * v) * 1.5;
  };

  const fractal = (x: number, y: number, octaves: number, gain = 0.5): number => {
    let weight = 1;
    let sum = 0;
    let total = 0;
    for (let octave = 0; octave < octaves; octave += 1) {
      sum += weight * gradient(x, y);
      total += weight;
      weight *= gain;
      // The offsets keep octaves from lining up at the origin.
      x = x * 2 + 17.3;
      y = y * 2 + 9.1;
    }
    return sum / total;
  };

  const ridged = (x: number, y: number, octaves: number): number => {
    let weight = 1;
    let sum = 0;
    let total = 0;
    let detail = 1;
    for (let octave = 0; octave < octaves; octave += 1) {
      const crest = 1 - Math.abs(gradient(x, y));
      const value = crest * crest;
      sum += weight * value * detail;
      // Detail gathers where the coarser octave is high, as erosion leaves it.
      detail = clamp(value * 1.6);
      total += weight;
      weight *= 0.5;
      x = x * 2.03 + 31.7;
      y = y * 2.03 + 11.9;
    }
    return sum / total;
  };

  return { gradient, fractal, ridged };
}

function shuffled(random: Random): Uint8Array {
  const order = Uint8Array.from({ length: SIZE }, (_, index) => index);
  for (let index = SIZE - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const held = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = held;
  }
  const doubled = new Uint8Array(SIZE * 2);
  doubled.set(order);
  doubled.set(order, SIZE);
  return doubled;
}
