/** One measured number and the limit it must keep. */
export type Target = {
  readonly task: string;
  readonly value: number;
  readonly unit: string;
  /** `least`: the value must be at least this; `most`: at most. */
  readonly limit: { readonly least: number } | { readonly most: number };
  /** What it was measured from or against. */
  readonly note?: string;
};

/** A line a target, then a JSON line each, then the verdict. @returns whether every target was met */
export function reportTargets(bench: string, targets: readonly Target[]): boolean {
  const rows = targets.map((target) => ({ target, pass: isMet(target) }));
  console.log('');
  for (const { target, pass } of rows) {
    const { task, value, unit, limit, note = '' } = target;
    const bound = 'least' in limit ? `>= ${limit.least}` : `<= ${limit.most}`;
    const shown = `${round(value)} ${unit}`.trim();
    console.log(
      `${task.padEnd(44)} ${shown.padStart(14)}  ${bound.padStart(10)}  ${pass ? 'ok    ' : 'MISSED'}  ${note}`,
    );
  }
  console.log('');
  for (const { target, pass } of rows)
    console.log(JSON.stringify({ bench, ...target, value: round(target.value), pass }));
  const met = rows.filter(({ pass }) => pass).length;
  console.log(`\nbench ${bench}: ${met}/${rows.length} targets met`);
  return met === rows.length;
}

function isMet({ value, limit }: Target): boolean {
  return 'least' in limit ? value >= limit.least : value <= limit.most;
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;
}
