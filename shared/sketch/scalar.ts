/** The few scalar functions every picture module shares. */

export const TAU = Math.PI * 2;

export function clamp(value: number, low = 0, high = 1): number {
  return value < low ? low : value > high ? high : value;
}

export function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}

/** 0 at `from`, 1 at `to`, with flat ends; `from` may be greater than `to`. */
export function smoothstep(from: number, to: number, value: number): number {
  const x = clamp((value - from) / (to - from));
  return x * x * (3 - 2 * x);
}

/** Like Math.hypot, which is slower and, unlike a square root, not exact by the standard. */
export function hypotenuse(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
