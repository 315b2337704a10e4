import { forEachPixel } from '../canvas.ts';
import { type Colour, hex, tint, WHITE } from '../colour.ts';
import { gradeByStyle } from '../palette.ts';
import { pick } from '../random.ts';
import { clamp, hypotenuse, mix, smoothstep, TAU } from '../scalar.ts';
import type { Layer, Stage } from '../stage.ts';
import { HUES } from '../vocabulary.ts';

const PALETTES = [
  ['#f2e9dc', '#d64933', '#2b3a67', '#f2a541', '#0c7c59'],
  ['#fbf5ef', '#e63946', '#1d3557', '#a8dadc', '#ffb703'],
  ['#f4f1de', '#e07a5f', '#3d405b', '#81b29a', '#f2cc8f'],
  ['#efe7da', '#28536b', '#c2948a', '#7ea8be', '#bbb193'],
  ['#fff3e2', '#1b1b3a', '#ff6542', '#88498f', '#779fa1'],
];

/** Signed distance to a tile's figure in a unit square; negative inside. */
type Figure = (u: number, v: number) => number;

const FIGURES: readonly Figure[] = [
  (u, v) => hypotenuse(u, v) - 1,
  (u, v) => hypotenuse(u - 0.5, v - 0.5) - 0.38,
  (u, v) => (u + v - 1) * Math.SQRT1_2,
  (u, v) => hypotenuse(u - 0.5, v) - 0.5,
  (u) => (Math.abs(((u * 4) % 1) - 0.5) - 0.25) / 4,
  (u, v) => Math.abs(hypotenuse(u, v) - 0.62) - 0.2,
  (u, v) => Math.max(Math.abs(u - 0.5), Math.abs(v - 0.5)) - 0.28,
  (u, v) => Math.min(hypotenuse(u, v), hypotenuse(u - 1, v - 1)) - 0.5,
  (u, v) => Math.abs(hypotenuse(u - 0.5, v - 0.5) - 0.3) - 0.1,
];

interface Tile {
  readonly figure: Figure;
  readonly quarter: number;
  readonly front: Colour;
  readonly back: Colour;
  readonly beat: number;
}

/** A wall of Bauhaus tiles; each turns by a quarter and back once a loop. */
export function createGeometric(stage: Stage): Layer {
  const { width, height, unit, noise } = stage;
  const random = stage.random('geometric');
  const colours = chooseColours(stage);
  const perShortSide = 4 + Math.floor(random() * 4);
  const side = Math.min(width, height) / perShortSide;
  const columns = Math.ceil(width / side - 0.001);
  const rows = Math.ceil(height / side - 0.001);
  const tiles = Array.from({ length: columns * rows }, (): Tile => {
    const front = Math.floor(random() * colours.length);
    const back = (front + 1 + Math.floor(random() * (colours.length - 1))) % colours.length;
    return {
      figure: pick(random, FIGURES),
      quarter: Math.floor(random() * 4),
      front: colours[front] ?? WHITE,
      back: colours[back] ?? WHITE,
      beat: random(),
    };
  });

  return (canvas, { phase }) => {
    const { data } = canvas;
    const angles = tiles.map(({ quarter, beat }) => {
      const turn = smoothstep(0.45, 0.95, Math.sin(phase + beat * TAU));
      return ((quarter + turn) * Math.PI) / 2;
    });
    forEachPixel(canvas, 0, 0, width, height, (x, y, index) => {
      const column = Math.floor((x + 0.5) / side);
      const row = Math.floor((y + 0.5) / side);
      const tile = tiles[row * columns + column];
      if (!tile) return;
      const angle = angles[row * columns + column] ?? 0;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const dx = (x + 0.5) / side - column - 0.5;
      const dy = (y + 0.5) / side - row - 0.5;
      const distance = tile.figure(0.5 + dx * cos - dy * sin, 0.5 + dx * sin + dy * cos);
      const cover = clamp(0.5 - distance * side);
      const paper = 1 + 0.035 * noise.fractal(x / unit / 9, y / unit / 9, 3);
      for (let channel = 0; channel < 3; channel += 1) {
        data[index + channel] = mix(tile.back[channel] ?? 0, tile.front[channel] ?? 0, cover) * paper;
      }
    });
  };
}

function chooseColours(stage: Stage): readonly Colour[] {
  const { hues, flags } = stage.interpretation;
  const base = pick(stage.random('geometric colours'), PALETTES).map((code) => hex(code));
  return base.map((colour, index) => {
    const hue = hues[index % Math.max(1, hues.length)];
    const turned = index > 0 && hue !== undefined ? tint(colour, HUES[hue], 0.78) : colour;
    return gradeByStyle(turned, flags);
  });
}
