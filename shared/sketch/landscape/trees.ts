import type { Canvas } from '../canvas.ts';
import { blendColours, type Colour, hex, mixColours } from '../colour.ts';
import { between, type Random } from '../random.ts';
import { clamp, mix } from '../scalar.ts';
import { type Mask, type Point, rasterise, type Shade, stamp } from '../shapes.ts';
import type { Land } from './land.ts';
import { type Ridge, ridgeOffset } from './ridges.ts';
import { heightAt } from './terrain.ts';

interface Tree {
  /** Column of the land (margin included) and row of its foot. */
  readonly x: number;
  readonly y: number;
  readonly mask: Mask;
  readonly paint: Colour | Shade;
}

type RidgeLayer = (canvas: Canvas, sway: number) => void;

/** The conifers that stand on one ridge, if the scene has any there. */
export function createTrees(land: Land, ridges: readonly Ridge[], ridge: Ridge): RidgeLayer {
  const trees = plant(land, ridges, ridge);
  return (canvas, sway) => {
    const offset = ridgeOffset(land, ridge, sway);
    for (const tree of trees) {
      const left = tree.x - offset - tree.mask.width / 2;
      if (left > -tree.mask.width && left < canvas.width) {
        stamp(canvas, tree.mask, left, tree.y - tree.mask.height, tree.paint);
      }
    }
  };
}

interface Grove {
  readonly count: number;
  readonly smallest: number;
  readonly tallest: number;
  readonly dark: number;
}

function groveFor(land: Land, ridges: readonly Ridge[], ridge: Ridge): Grove | null {
  const fromFront = ridges.length - 1 - ridges.indexOf(ridge);
  const { depth } = ridge;
  switch (land.stage.scene) {
    case 'forest': {
      if (depth === 0) return null;
      return {
        count: Math.round(mix(150, 22, depth)),
        smallest: mix(22, 130, depth),
        tallest: mix(60, 390, depth),
        dark: 0.25,
      };
    }
    case 'mountain':
      if (fromFront === 1) return { count: 110, smallest: 18, tallest: 52, dark: 0.3 };
      return fromFront === 0 ? { count: 50, smallest: 40, tallest: land.watery ? 90 : 165, dark: 0.5 } : null;
    case 'meadow':
      return fromFront > 0 && fromFront < 3
        ? { count: 26, smallest: 14, tallest: mix(30, 62, depth), dark: 0.35 }
        : null;
    case 'coast':
      return { count: 60, smallest: 10, tallest: mix(26, 38, depth), dark: 0.35 };
    default:
      return null;
  }
}

function plant(land: Land, ridges: readonly Ridge[], ridge: Ridge): readonly Tree[] {
  const grove = groveFor(land, ridges, ridge);
  if (!grove) return [];
  const { stage, wide, horizon } = land;
  const { unit, palette } = stage;
  const random = stage.random(`trees ${ridges.indexOf(ridge)}`);
  const autumn = stage.has('autumn');
  const trees: Tree[] = [];
  const perWidth = Math.round(grove.count * Math.max(0.5, stage.width / unit / 1024));
  // Trees stand in groups: each is drawn towards one of a few centres.
  const centres = Array.from({ length: 5 }, () => random() * wide);
  for (let index = 0; index < perWidth; index += 1) {
    const centre = centres[index % centres.length] ?? 0;
    const scatter = random();
    const x =
      stage.scene === 'forest'
        ? scatter * wide
        : mix(scatter * wide, centre + (scatter - 0.5) * 320 * unit, random() ** 0.5);
    const height = mix(grove.smallest, grove.tallest, random() ** 1.6) * unit;
    const ground = heightAt(ridge.profile, clamp(x, 0, wide - 1));
    const sunk = random();
    const shape = pine(random, height);
    const colour = mixColours(ridge.colour, palette.near, clamp(grove.dark + 0.25 * random()));
    const leaf =
      autumn && random() < 0.6
        ? mixColours(colour, AUTUMN[index % AUTUMN.length] ?? colour, palette.night ? 0.25 : 0.6)
        : colour;
    if (stage.scene === 'coast' && ground > horizon - 14 * unit) continue;
    trees.push({
      x,
      y: ground + height * 0.1 + (stage.scene === 'coast' ? 0 : sunk * 18 * unit),
      mask: shape,
      paint: foliage(land, leaf, x),
    });
  }
  // Nearer trees, standing lower, are drawn over farther ones.
  return trees.toSorted((a, b) => a.y - b.y);
}

const AUTUMN = [hex('#d9722e'), hex('#c2462b'), hex('#e3a63a')];
const SNOW = hex('#f4f8ff');

/** Light from the sun's side, and snow on the tiers in winter. */
function foliage({ stage, sun, margin }: Land, colour: Colour, x: number): Shade {
  const { palette } = stage;
  const fromRight = sun.x > x - margin;
  const lit = mixColours(colour, palette.sun, 0.16 * palette.sunlight);
  const snow = stage.has('snow') ? mixColours(SNOW, palette.haze, palette.night ? 0.5 : 0.25) : null;
  return (across, down) => {
    const side = clamp((fromRight ? across : 1 - across) * 1.6 - 0.5);
    const base = blendColours(colour, lit, side);
    if (!snow) return base;
    const tier = (down * 6.3 + Math.abs(across - 0.5) * 1.1) % 1;
    return blendColours(base, snow, clamp((0.62 - tier) * 1.4) * 0.44 + 0.08);
  };
}

function pine(random: Random, height: number): Mask {
  const width = height * 0.46 + 2;
  const centre = width / 2;
  const tiers = 6 + Math.floor(random() * 3);
  const right: Point[] = [];
  const left: Point[] = [];
  for (let tier = 1; tier <= tiers; tier += 1) {
    const down = tier / tiers;
    const y = height * (0.06 + 0.86 * down);
    for (const [edge, side] of [
      [right, 1],
      [left, -1],
    ] as const) {
      const reach = height * 0.2 * down ** 0.85 * between(random, 0.8, 1.2) * side;
      edge.push([centre + reach, y + height * 0.02 * random()], [centre + reach * 0.45, y - height * 0.03]);
    }
  }
  const trunk = height * 0.018;
  right.push([centre + trunk, height * 0.92], [centre + trunk, height]);
  left.push([centre - trunk, height * 0.92], [centre - trunk, height]);
  return rasterise([[[centre, 0], ...right, ...left.toReversed()]], width, height);
}
