/** An amount as people type it: `20`, `$20`, `19.90`, `19,90`. Null when it is none, or below zero. */
export function readDollars(typed: string): number | null {
  const match = /^\$?\s*(\d{1,7})(?:[.,](\d{1,2}))?\s*\$?$/.exec(typed.trim());
  return match ? Number(`${match[1]}.${match[2] ?? '0'}`) : null;
}
