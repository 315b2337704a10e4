import { clamp, hypotenuse, mix } from './scalar.ts';

/** Gamma-encoded sRGB, each channel 0…1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** OKLab (Björn Ottosson, bottosson.github.io/posts/oklab): lightness 0…1, then the two opponent axes. */
type Lab = readonly [lightness: number, a: number, b: number];

export const WHITE: Colour = [1, 1, 1];

/** `#rrggbb` to a colour. */
export function hex(code: string): Colour {
  const value = Number.parseInt(code.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** Straight mix of the encoded channels: cheap, right for light laid over paint. */
export function blendColours(from: Colour, to: Colour, amount: number): Colour {
  return [mix(from[0], to[0], amount), mix(from[1], to[1], amount), mix(from[2], to[2], amount)];
}

/** Perceptual mix: the midpoint looks like the midpoint, with no grey dip between opposite hues. */
export function mixColours(from: Colour, to: Colour, amount: number): Colour {
  const start = toLab(from);
  const end = toLab(to);
  return fromLab([
    mix(start[0], end[0], amount),
    mix(start[1], end[1], amount),
    mix(start[2], end[2], amount),
  ]);
}

/** A colour from perceptual lightness and chroma and a hue in degrees. */
export function fromHue(lightness: number, chroma: number, hueDegrees: number): Colour {
  const angle = (hueDegrees / 180) * Math.PI;
  return fromLab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
}

/** Turns a colour towards a hue (degrees) by `amount` 0…1 and keeps its lightness. */
export function tint(colour: Colour, hueDegrees: number, amount: number): Colour {
  const [lightness, a, b] = toLab(colour);
  const chroma = hypotenuse(a, b);
  const hue = Math.atan2(b, a);
  const away = (hueDegrees / 180) * Math.PI - hue;
  const turned = hue + Math.atan2(Math.sin(away), Math.cos(away)) * amount;
  const richer = mix(chroma, Math.max(chroma, 0.09), amount);
  return fromLab([lightness, richer * Math.cos(turned), richer * Math.sin(turned)]);
}

/** Scales chroma and draws lightness towards `target` by `pull` 0…1. */
export function regrade(colour: Colour, chromaScale: number, target = 0.5, pull = 0): Colour {
  const [lightness, a, b] = toLab(colour);
  return fromLab([mix(lightness, target, pull), a * chromaScale, b * chromaScale]);
}

/** `steps` colours evenly along the stops, as a flat RGB table. Needs two stops or more. */
export function ramp(stops: readonly Colour[], steps: number): Float32Array {
  const table = new Float32Array(steps * 3);
  for (let step = 0; step < steps; step += 1) {
    const place = (step / (steps - 1)) * (stops.length - 1);
    const stop = Math.min(stops.length - 2, Math.floor(place));
    table.set(mixColours(stops[stop] ?? WHITE, stops[stop + 1] ?? WHITE, place - stop), step * 3);
  }
  return table;
}

function toLab([red, green, blue]: Colour): Lab {
  const r = decode(red);
  const g = decode(green);
  const b = decode(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([lightness, a, b]: Lab): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function decode(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function encode(channel: number): number {
  const inside = clamp(channel);
  return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
}
