import { blendAt, type Canvas, forEachPixel, glow, stroke } from '../canvas.ts';
import { blendColours, type Colour, hex, mixColours } from '../colour.ts';
import { gradeByStyle } from '../palette.ts';
import { between, hashCell } from '../random.ts';
import { mix } from '../scalar.ts';
import type { Layer } from '../stage.ts';
import type { Land } from './land.ts';

interface Building {
  /** 0 farthest row, 1 nearest. */
  readonly depth: number;
  readonly x: number;
  readonly width: number;
  readonly height: number;
  /** Width of one window with its wall, pixels. */
  readonly bay: number;
  readonly seed: number;
  readonly colour: Colour;
  readonly crown: 'flat' | 'mast' | 'step' | 'spire';
}

const ROWS = 3;
/** What buildings are made of, seen in full daylight; in less they are silhouettes. */
const STONE = hex('#4a5b70');
const WARM: readonly Colour[] = [hex('#ffd98e'), hex('#ffe9bd'), hex('#ffc66b')];
const NEON: readonly Colour[] = [hex('#ff4fd8'), hex('#39e5ff'), hex('#ffe28a')];

/** A skyline in three rows, with windows that are lit by the hour. */
export function createCity(land: Land): Layer {
  const { stage, horizon } = land;
  const { palette, time } = stage;
  const buildings = build(land);
  const lights = stage.has('vivid') ? NEON : WARM;
  const litPercent = palette.night ? 40 : time === 'sunset' || time === 'storm' ? 34 : 8;
  return (canvas, { phase, sway }) => {
    for (const building of buildings) {
      const left = building.x - land.margin - sway * mix(0.015, 0.06, building.depth) * stage.width;
      if (left > canvas.width || left + building.width < 0) continue;
      const top = horizon - building.height;
      drawCrown(
        canvas,
        building,
        left,
        top,
        stage.unit,
        0.5 + 0.5 * Math.sin(phase * 2 + (building.seed % 7)),
      );
      drawFacade(canvas, building, left, top, horizon, palette.haze, lights, litPercent);
    }
  };
}

function build({ stage, wide }: Land): readonly Building[] {
  const { unit, palette } = stage;
  const random = stage.random('city');
  const centre = between(random, 0.3, 0.7);
  const stone = mixColours(
    palette.near,
    gradeByStyle(STONE, stage.interpretation.flags),
    0.85 * palette.sunlight ** 3,
  );
  const buildings: Building[] = [];
  for (let row = 0; row < ROWS; row += 1) {
    const depth = row / (ROWS - 1);
    for (let x = -20 * unit; x < wide;) {
      const width = between(random, 34, 92) * unit * (0.7 + 0.6 * depth);
      const downtown = 1 - 0.6 * Math.min(1, Math.abs(x / wide - centre) * 2) ** 1.6;
      const height =
        (between(random, 90, 430) * (0.2 + 0.8 * random() ** 1.7) * (1.12 - 0.37 * depth) + 60) *
        unit *
        downtown;
      const tall = height > 210 * unit;
      const style = random();
      buildings.push({
        depth,
        x,
        width,
        height,
        bay: between(random, 6, 9) * unit * (1 + 0.5 * depth),
        seed: Math.floor(random() * 1_000_000),
        colour: mixColours(stone, palette.haze, 0.64 * (1 - depth) + 0.05 + 0.05 * random()),
        crown: !tall ? 'flat' : style < 0.3 ? 'mast' : style < 0.55 ? 'step' : style < 0.7 ? 'spire' : 'flat',
      });
      x += width * between(random, 0.86, 1.36);
    }
  }
  return buildings;
}

function drawFacade(
  canvas: Canvas,
  building: Building,
  left: number,
  top: number,
  floor: number,
  haze: Colour,
  lights: readonly Colour[],
  litPercent: number,
): void {
  const { width, height, bay, depth, seed, colour } = building;
  const foot = blendColours(colour, haze, 0.28 * (1 - depth * 0.8));
  forEachPixel(canvas, left, top, left + width, floor, (x, y, index) => {
    const across = x + 0.5 - left;
    const down = y + 0.5 - top;
    const edge = Math.min(1, across + 0.5, width - across + 0.5, down + 0.5);
    if (edge <= 0) return;
    const fade = Math.min(1, Math.max(0, down / height));
    const side = across > width * 0.68 ? 0.82 : 1;
    let wall: Colour = blendColours(colour, foot, fade);
    wall = [wall[0] * side, wall[1] * side, wall[2] * side];
    const column = Math.floor(across / bay);
    const storey = Math.floor(down / (bay * 1.25));
    const inBay = across / bay - column;
    const inStorey = down / (bay * 1.25) - storey;
    const within = across > bay && across < width - bay && down > bay;
    if (within && inBay > 0.25 && inBay < 0.85 && inStorey > 0.25 && inStorey < 0.8) {
      const chance = hashCell(seed, column, storey);
      if (chance % 100 < litPercent) {
        const strength = (0.35 + 0.55 * (((chance >>> 8) % 100) / 100)) * (0.6 + 0.4 * depth);
        wall = blendColours(wall, lights[(chance >>> 16) % lights.length] ?? wall, strength);
      } else {
        wall = blendColours(wall, haze, 0.06);
      }
    }
    blendAt(canvas.data, index, wall[0], wall[1], wall[2], edge);
  });
}

const BEACON: Colour = [1, 0.25, 0.2];

function drawCrown(
  canvas: Canvas,
  building: Building,
  left: number,
  top: number,
  unit: number,
  blink: number,
): void {
  const { crown, width, colour, seed } = building;
  const centre = left + width / 2;
  if (crown === 'step') {
    for (const [share, tall] of [
      [0.62, 16],
      [0.34, 30],
    ] as const) {
      const half = (width * share) / 2;
      forEachPixel(canvas, centre - half, top - tall * unit, centre + half, top, (_x, _y, index) =>
        blendAt(canvas.data, index, colour[0], colour[1], colour[2], 1),
      );
    }
  }
  if (crown === 'spire')
    stroke(canvas, [centre, top + 2], [centre, top - 74 * unit], width * 0.34, 1.2 * unit, colour, 1);
  if (crown === 'mast') {
    const tip = top - (24 + (seed % 22)) * unit;
    stroke(canvas, [centre, top + 1], [centre, tip], 2.4 * unit, 1.2 * unit, colour, 0.95);
    glow(canvas, centre, tip, 4 * unit, BEACON, blink * 0.9);
  }
}
