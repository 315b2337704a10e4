import { blendAt, type Canvas, createCanvas, dot, forEachPixel, glow } from '../canvas.ts';
import { blendColours, type Colour, fromHue, hex, mixColours, WHITE } from '../colour.ts';
import { gradeByStyle } from '../palette.ts';
import { between, pick } from '../random.ts';
import { clamp, hypotenuse, mix, smoothstep, TAU } from '../scalar.ts';
import type { Layer, Stage } from '../stage.ts';
import { HUES } from '../vocabulary.ts';

const HUE_SETS = [
  [280, 200, 20],
  [200, 320, 60],
  [20, 300, 230],
  [150, 230, 330],
  [350, 40, 260],
] as const;

/** A nebula, stars and usually a planet. */
export function createSpace(stage: Stage): Layer {
  const gases = chooseGases(stage);
  const backdrop = paintNebula(stage, gases);
  const layers = [
    createStars(stage),
    ...(stage.shows('planet', 0.75) || stage.has('rings') ? [createPlanet(stage, gases)] : []),
  ];
  return (canvas, moment) => {
    canvas.data.set(backdrop.data);
    for (const layer of layers) layer(canvas, moment);
  };
}

type Gases = readonly [Colour, Colour, Colour];

function chooseGases(stage: Stage): Gases {
  const { hues, flags } = stage.interpretation;
  const angles: readonly number[] =
    hues.length > 0 ? hues.map((hue) => HUES[hue]) : pick(stage.random('gases'), HUE_SETS);
  const gas = (index: number): Colour => {
    const angle = angles[index];
    const fallback = mixColours(fromHue(0.62, 0.17, angles[0] ?? 280), WHITE, 0.35 * index);
    return gradeByStyle(angle === undefined ? fallback : fromHue(0.62 + 0.04 * index, 0.17, angle), flags);
  };
  return [gas(0), gas(1), gas(2)];
}

function paintNebula({ width, height, unit, noise, random }: Stage, [first, second, third]: Gases): Canvas {
  const canvas = createCanvas(width, height);
  const place = random('nebula');
  const ox = place() * 50;
  const oy = place() * 50;
  const scale = between(place, 1.7, 2.4) / 1024;
  const dark = mixColours(hex('#05060f'), first, 0.07);
  forEachPixel(canvas, 0, 0, width, height, (x, y, index) => {
    const u = (x / unit) * scale;
    const v = (y / unit) * scale;
    const warpX = noise.fractal(u + ox, v + oy, 4);
    const warpY = noise.fractal(u + ox + 5.2, v + oy + 1.3, 4);
    const thick = noise.fractal(u + 1.9 * warpX + ox, v + 1.9 * warpY + oy, 5, 0.55) * 0.5 + 0.5;
    const thin = noise.fractal(u * 0.8 + 2.2 * warpY + oy, v * 0.8 + 1.6 * warpX + ox, 4) * 0.5 + 0.5;
    const lanes = noise.fractal(u * 1.6 + warpX * 2.4 + 9, v * 1.6 + 4, 5) * 0.5 + 0.5;
    const a = smoothstep(0.4, 0.86, thick);
    const b = smoothstep(0.44, 0.9, thin);
    const clear = 1 - 0.6 * smoothstep(0.5, 0.75, lanes);
    const core = a * a * b * 0.9;
    for (let channel = 0; channel < 3; channel += 1) {
      const light =
        (dark[channel] ?? 0) +
        (first[channel] ?? 0) * a * 0.75 +
        (second[channel] ?? 0) * b * 0.6 +
        (third[channel] ?? 0) * a * b * 0.9 +
        core;
      canvas.data[index + channel] = 1 - Math.exp(-light * clear * 1.35);
    }
  });
  return canvas;
}

function createStars({ width, height, unit, random }: Stage): Layer {
  const sky = random('space stars');
  const count = Math.round(1500 * ((width * height) / unit / unit / 1_048_576));
  const stars = Array.from({ length: count }, () => ({
    x: sky() * width,
    y: sky() * height,
    size: sky() ** 9,
    phase: sky() * TAU,
    colour: pick<Colour>(sky, [[1, 0.85, 0.7], [0.8, 0.9, 1], WHITE, WHITE]),
  }));
  return (canvas, { phase }) => {
    for (const star of stars) {
      const light = clamp((0.3 + star.size) * (0.75 + 0.25 * Math.sin(phase * 2 + star.phase)));
      dot(canvas, star.x, star.y, (0.75 + star.size * 2) * unit, star.colour, light);
      if (star.size > 0.3) glow(canvas, star.x, star.y, 9 * star.size * unit, star.colour, 0.5 * light);
      if (star.size > 0.55)
        drawSpikes(canvas, star.x, star.y, 34 * star.size * unit, unit, star.colour, light);
    }
  };
}

/** The cross a telescope's mirror struts leave on a bright star. */
function drawSpikes(
  canvas: Canvas,
  x: number,
  y: number,
  reach: number,
  unit: number,
  colour: Colour,
  light: number,
): void {
  forEachPixel(canvas, x - reach, y - reach, x + reach, y + reach, (column, row, index) => {
    const dx = Math.abs(column + 0.5 - x) / unit;
    const dy = Math.abs(row + 0.5 - y) / unit;
    const shine = Math.exp(-dx * 0.13 - dy * 1.4) + Math.exp(-dy * 0.13 - dx * 1.4);
    blendAt(canvas.data, index, colour[0], colour[1], colour[2], clamp(shine * 0.5 * light));
  });
}

function createPlanet(stage: Stage, [first, second, third]: Gases): Layer {
  const { width, height, unit, noise } = stage;
  const random = stage.random('planet');
  const radius = between(random, 130, 290) * unit;
  const x = width * between(random, 0.28, 0.72);
  const y = height * between(random, 0.33, 0.68);
  const surface = mixColours(second, third, random());
  const pale = blendColours(surface, WHITE, 0.45);
  const deep = blendColours(surface, [0, 0, 0], 0.42);
  const dust = blendColours(surface, WHITE, 0.4);
  const sunAngle = random() * TAU;
  const sun: readonly [number, number, number] = [Math.cos(sunAngle) * 0.8, Math.sin(sunAngle) * 0.8, 0.55];
  const ringed = stage.shows('rings', 0.45);
  const tilt = between(random, 0.2, 0.42);
  const lean = between(random, -0.5, 0.5);
  const cos = Math.cos(lean);
  const sin = Math.sin(lean);

  const ringAt = (along: number, outward: number): number => {
    const distance = hypotenuse(along, outward / tilt) / radius;
    if (distance < 1.3 || distance > 2.25) return 0;
    const gap = 1 - 0.85 * smoothstep(0.06, 0.03, Math.abs(distance - 1.78));
    const grooves = 0.6 + 0.4 * noise.fractal(distance * 15, 3, 3);
    return grooves * smoothstep(1.3, 1.36, distance) * smoothstep(2.25, 2.08, distance) * gap;
  };

  return (canvas, { phase }) => {
    const spin = Math.sin(phase) * 0.35;
    const extent = radius * 2.5;
    forEachPixel(canvas, x - extent, y - extent, x + extent, y + extent, (column, row, index) => {
      const dx = column + 0.5 - x;
      const dy = row + 0.5 - y;
      const distance = hypotenuse(dx, dy);
      const along = dx * cos + dy * sin;
      const outward = -dx * sin + dy * cos;
      const ring = ringed ? ringAt(along, outward) : 0;
      const sunward = distance === 0 ? 0 : (dx * sun[0] + dy * sun[1]) / distance;
      if (ring > 0 && outward < 0 && distance > radius) {
        // The planet's shadow falls across the far half of its rings.
        const behind = smoothstep(0, -radius * 0.3, dx * sun[0] + dy * sun[1]);
        const within = smoothstep(radius * 0.85, radius * 0.7, Math.abs(dx * sun[1] - dy * sun[0]) / 0.8);
        blendAt(canvas.data, index, dust[0], dust[1], dust[2], ring * (0.75 - 0.55 * behind * within));
      }
      if (distance < radius + 1) {
        const nz = Math.sqrt(Math.max(0, 1 - (distance / radius) ** 2));
        const nx = dx / radius;
        const ny = dy / radius;
        const light = clamp(nx * sun[0] + ny * sun[1] + nz * sun[2]);
        const latitude = outward / radius;
        const longitude = Math.atan2(along / radius, nz + 1e-6) + spin;
        const swirl = noise.gradient(latitude * 5, longitude) * 0.4;
        const band = clamp(
          noise.fractal(longitude * 1.2 + swirl, latitude * 6 + swirl * 0.8, 5) * 0.75 + 0.5,
        );
        const rim = (1 - nz) ** 3 * 0.55 * (0.2 + light);
        const lit = 0.05 + 1.08 * light;
        const cover = clamp(radius - distance + 0.5);
        blendAt(
          canvas.data,
          index,
          mix(deep[0], pale[0], band) * lit + first[0] * rim,
          mix(deep[1], pale[1], band) * lit + first[1] * rim,
          mix(deep[2], pale[2], band) * lit + first[2] * rim,
          cover,
        );
      } else {
        const air = Math.exp(-(distance - radius) / (26 * unit)) * 0.3 * clamp(0.35 + sunward * 0.7);
        blendAt(canvas.data, index, first[0], first[1], first[2], air);
      }
      if (ring > 0 && outward >= 0) blendAt(canvas.data, index, dust[0], dust[1], dust[2], ring * 0.8);
    });
  };
}
