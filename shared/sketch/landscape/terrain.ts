import { blendAt, type Canvas } from '../canvas.ts';
import { hex, mixColours } from '../colour.ts';
import { clamp, mix, smoothstep } from '../scalar.ts';
import type { Stage } from '../stage.ts';
import type { Land } from './land.ts';
import { type Ridge, ridgeOffset } from './ridges.ts';

const SIZE = 512;

/** Tiles of noise computed once: sampling a tile is many times cheaper than noise per pixel. */
interface Textures {
  /** Light and shade on rock, −1…1, for this sun. */
  readonly rock: (x: number, y: number) => number;
  /** Streaks that lie along the ground, about −1…1. */
  readonly ground: (x: number, y: number) => number;
}

export function createTextures({ stage, sun }: Land): Textures {
  const { noise, width } = stage;
  const rock = new Float32Array(SIZE * SIZE);
  const ground = new Float32Array(SIZE * SIZE);
  const step = sun.x < width / 2 ? -0.03 : 0.03;
  for (let y = 0, index = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1, index += 1) {
      const here = noise.ridged(x / 90, y / 70, 4);
      const sunward = noise.ridged(x / 90 + step, y / 70 - 0.018, 4);
      rock[index] = clamp((here - sunward) * 5, -1, 1);
      ground[index] = noise.fractal(x / 42, y / 9, 4);
    }
  }
  return { rock: (x, y) => sample(rock, x, y), ground: (x, y) => sample(ground, x, y) };
}

/** Bilinear, mirrored at the edges so that the tile has no seam. */
function sample(tile: Float32Array, x: number, y: number): number {
  const u = mirror(x);
  const v = mirror(y);
  const column = Math.floor(u);
  const row = Math.floor(v);
  const at = row * SIZE + column;
  const upper = mix(tile[at] ?? 0, tile[at + 1] ?? 0, u - column);
  const lower = mix(tile[at + SIZE] ?? 0, tile[at + SIZE + 1] ?? 0, u - column);
  return mix(upper, lower, v - row);
}

function mirror(place: number): number {
  const period = (SIZE - 2) * 2;
  const inside = Math.abs(place) % period;
  return inside > SIZE - 2 ? period - inside : inside;
}

const SNOW = hex('#f4f8ff');

/** Draws one ridge from its crest down to where the next ridge, `cover`, will hide it. */
export function drawRidge(
  canvas: Canvas,
  land: Land,
  ridge: Ridge,
  cover: Ridge | null,
  textures: Textures,
  sway: number,
): void {
  const { stage, horizon, watery } = land;
  const { width, height, unit } = stage;
  const { profile, colour, foot } = ridge;
  const offset = ridgeOffset(land, ridge, sway);
  const floor = watery ? Math.min(height, Math.ceil(horizon)) : height;
  const slopeReach = (ridge.kind === 'rock' ? 250 : 190) * unit;
  const light = createRidgeLight(land, ridge, textures);
  const snow = mixColours(SNOW, stage.palette.haze, stage.palette.night ? 0.55 : 0.25);
  const snowy = ridge.kind === 'rock' && (stage.scene === 'mountain' || stage.has('snow'));
  for (let x = 0; x < width; x += 1) {
    const place = x + offset;
    const top = heightAt(profile, place);
    const hidden = cover ? heightAt(cover.profile, x + ridgeOffset(land, cover, sway)) + 2 : floor;
    const bottom = Math.min(floor, Math.max(hidden, top));
    const first = Math.max(0, Math.floor(top));
    for (let y = first; y < bottom; y += 1) {
      const below = Math.max(0, y + 0.5 - top);
      const fade = clamp(below / slopeReach);
      const shade = light(place, y, below, fade);
      let red = mix(colour[0], foot[0], fade) + shade;
      let green = mix(colour[1], foot[1], fade) + shade;
      let blue = mix(colour[2], foot[2], fade) + shade * 0.9;
      if (snowy) {
        const height01 = (ridge.base - top) / ridge.amplitude;
        const gully = textures.rock((place / unit) * 1.7, (y / unit) * 1.2) * 0.3;
        const amount = smoothstep(0.13, 0.47, height01) * smoothstep(0.42, 0.12, fade + gully);
        const weight = amount * (0.55 + 0.4 * ridge.depth);
        const bright = 0.88 + textures.rock((place / unit) * 1.1, (y / unit) * 1.1) * 0.3;
        red = mix(red, snow[0] * bright, weight);
        green = mix(green, snow[1] * bright, weight);
        blue = mix(blue, snow[2] * (bright + 0.05), weight);
      }
      const edge = y === Math.floor(top) ? 1 - (top - y) : 1;
      blendAt(canvas.data, (y * width + x) * 3, red, green, blue, edge);
    }
  }
}

type RidgeLight = (place: number, y: number, below: number, fade: number) => number;

function createRidgeLight({ stage, sun }: Land, ridge: Ridge, { rock, ground }: Textures): RidgeLight {
  const { width, unit, palette } = stage;
  const towards = sun.x < width / 2 ? -1 : 1;
  const sunlight = 0.35 + 0.65 * palette.sunlight;
  switch (ridge.kind) {
    case 'rock':
      return (place, y, below, fade) =>
        rock((place / unit) * 1.1, (y * 1.1 + below * 0.2) / unit) * 0.12 * sunlight * (1 - 0.5 * fade);
    case 'dune': {
      const reach = Math.max(1, Math.round(14 * unit));
      return (place, _y, below) => {
        // The lit face leans away from the crest: its light comes from a point up the slope.
        const source = clamp(place + below * 0.55 * towards, reach, ridge.profile.length - 1 - reach);
        const slope =
          (heightAt(ridge.profile, source + reach) - heightAt(ridge.profile, source - reach)) / (2 * reach);
        const face = clamp(slope * towards * 2.1, -1, 1) * 0.27 * Math.exp(-below / (190 * unit));
        const rim = 0.07 * Math.exp(-below / (20 * unit));
        const ripples = ground((place * 0.35 + below * 0.25) / unit, (below * 2.1) / unit) * 0.055;
        return (face + rim) * sunlight + ripples;
      };
    }
    default: {
      const grass = stage.scene === 'meadow';
      return (place, y, below) => {
        const patches = ground((place / unit) * 1.4, (y / unit) * 1.3) * 0.05 * (0.4 + 0.6 * ridge.depth);
        const crestLight = grass
          ? 0.07 * sunlight * Math.exp(-below / (36 * unit))
          : 0.02 * Math.exp(-below / (10 * unit));
        const broad = grass ? rock((place / unit) * 0.35, (y / unit) * 0.5) * 0.035 * sunlight : 0;
        return patches + crestLight + broad;
      };
    }
  }
}

export function heightAt(profile: Float32Array, place: number): number {
  const column = clamp(Math.floor(place), 0, profile.length - 2);
  const left = profile[column] ?? 0;
  return left + ((profile[column + 1] ?? 0) - left) * clamp(place - column);
}

/** A bank of mist at a ridge's foot. Asked for, it is thick; mountains and forests have some anyway. */
export function drawMist(
  canvas: Canvas,
  stage: Stage,
  ridge: Ridge,
  { ground }: Textures,
  sway: number,
): void {
  const asked = stage.has('mist');
  if (!asked && stage.scene !== 'forest' && stage.scene !== 'mountain') return;
  const { width, height, unit, palette } = stage;
  const { haze } = palette;
  const centre = ridge.base + 30 * unit;
  const reach = (asked ? 160 : 80) * unit;
  const strength = (asked ? 0.72 : 0.34) * (1 - ridge.depth * 0.75);
  for (let y = Math.max(0, Math.floor(centre - reach)); y < Math.min(height, centre + reach); y += 1) {
    const profile = Math.exp(-(((y - centre) / (reach * 0.5)) ** 2)) * strength;
    for (let x = 0; x < width; x += 1) {
      const wisps =
        0.6 +
        0.7 *
          ground((x / unit) * 0.35 + sway * 24 + ridge.depth * 300, (y / unit) * 0.55 + ridge.depth * 200);
      blendAt(canvas.data, (y * width + x) * 3, haze[0], haze[1], haze[2], clamp(profile * wisps));
    }
  }
}
