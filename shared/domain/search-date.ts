/** Spans of whole days that end today. */
export const datePresets = ['today', 'week', 'month', 'year'] as const;
export type DatePreset = (typeof datePresets)[number];

/** A day, a month or a year as a person writes it: `2026-11-23`, `2026-11`, `2026`, `today`, `yesterday`. */
const pattern = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

export function isSearchDate(text: string): boolean {
  return searchDateRange(text, 0) !== null;
}

/**
 * The span a written date names, in this machine's zone.
 * @param now what `today` refers to, ms since the epoch
 * @returns ms since the epoch, `from` inclusive and `to` exclusive; null when there is no such date
 */
export function searchDateRange(
  text: string,
  now: number,
): { readonly from: number; readonly to: number } | null {
  if (text === 'today' || text === 'yesterday') {
    const day = new Date(now);
    const start = (offset: number) =>
      new Date(day.getFullYear(), day.getMonth(), day.getDate() + offset).getTime();
    return text === 'today' ? { from: start(0), to: start(1) } : { from: start(-1), to: start(0) };
  }
  const match = pattern.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  if (year < 1970) return null;
  if (match[2] === undefined) return span(new Date(year, 0, 1), new Date(year + 1, 0, 1));
  const month = Number(match[2]);
  if (month < 1 || month > 12) return null;
  if (match[3] === undefined) return span(new Date(year, month - 1, 1), new Date(year, month, 1));
  const day = Number(match[3]);
  const from = new Date(year, month - 1, day);
  if (day < 1 || from.getMonth() !== month - 1) return null;
  return span(from, new Date(year, month - 1, day + 1));
}

function span(from: Date, to: Date) {
  return { from: from.getTime(), to: to.getTime() };
}
