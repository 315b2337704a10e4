/**
 * Names for exported files, made from a template such as `{year}/{date} {prompt:40} {seed}`. Pure, so that the window
 * shows the very name the export will write.
 */

/** What a template can say of one creation. Times are of the machine's own zone. */
export type NameFacts = {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly prompt: string;
  readonly model: string;
  readonly provider: string;
  readonly seed: number | null;
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the original, hex. */
  readonly sha256: string;
  /** Place in the export, from 1. */
  readonly n: number;
};

/** Tokens with what `{token:limit}` limits: characters kept, digits padded to, or nothing. */
const tokens = {
  date: () => (facts) => localParts(facts.createdAt).slice(0, 3).join('-'),
  time: () => (facts) => localParts(facts.createdAt).slice(3).join('-'),
  year: () => (facts) => localParts(facts.createdAt)[0] ?? '',
  month: () => (facts) => localParts(facts.createdAt)[1] ?? '',
  day: () => (facts) => localParts(facts.createdAt)[2] ?? '',
  prompt: (limit) => (facts) => cutWords(facts.prompt, limit ?? 60),
  model: (limit) => (facts) => cutWords(facts.model, limit ?? 60),
  provider: () => (facts) => facts.provider,
  seed: () => (facts) => (facts.seed === null ? '' : String(facts.seed)),
  n: (limit) => (facts) => String(facts.n).padStart(Math.min(limit ?? 1, 12), '0'),
  width: () => (facts) => String(facts.width),
  height: () => (facts) => String(facts.height),
  id: () => (facts) => String(facts.id),
  hash: (limit) => (facts) => facts.sha256.slice(0, limit ?? 8),
} as const satisfies Record<string, (limit: number | undefined) => (facts: NameFacts) => string>;

const tokenPattern = /\{([a-z]+)(?::(\d{1,3}))?\}/g;

function isToken(name: string): name is keyof typeof tokens {
  return Object.hasOwn(tokens, name);
}

/** What stands in braces and means nothing; such words stay in the name as they are. */
export function unknownTokens(template: string): readonly string[] {
  return [...template.matchAll(tokenPattern)].map((match) => match[1] ?? '').filter((name) => !isToken(name));
}

/**
 * A relative path without ending: `/` in the template makes folders, nothing in a prompt does. Every part is safe on
 * Windows, macOS and Linux.
 */
export function fillTemplate(template: string, facts: NameFacts): string {
  const parts = template
    .split('/')
    .map((part) =>
      part.replace(tokenPattern, (whole, name: string, limit: string | undefined) =>
        isToken(name) ? tokens[name](limit === undefined ? undefined : Number(limit))(facts) : whole,
      ),
    )
    .map(safeName)
    .filter((part) => part !== '');
  return parts.slice(-8).join('/') || 'untitled';
}

/** Bytes of UTF-8 in one part: room for ` (99999)` and an ending within the 255 that file systems take. */
const maxBytes = 200;
const devices = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/iu;

/** One part of a path, safe on every system; empty when nothing of the text can stand in a name. */
export function safeName(text: string): string {
  const clean = text
    .toWellFormed()
    .normalize('NFC')
    // Invisible marks that turn the direction of text make `gpj.exe` look like `exe.jpg`.
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]/gu, ' ')
    .replace(/[<>:"/\\|?*]/g, '-')
    .replace(/\s+/gu, ' ');
  const trimmed = trimEdges(cutBytes(trimEdges(clean), maxBytes));
  const stem = trimmed.split('.')[0]?.trim() ?? '';
  return devices.test(stem) ? `_${trimmed}` : trimmed;
}

/** Leading dots hide a file, trailing dots and spaces are lost on Windows. */
function trimEdges(text: string): string {
  return text.replace(/^[\s.]+/u, '').replace(/[\s.]+$/u, '');
}

/** @param place 1 for the name itself, then ` (2)`, ` (3)` … */
export function numbered(name: string, place: number): string {
  return place === 1 ? name : `${name} (${place})`;
}

/** The key under which two names are the same file on Windows and macOS. */
export function nameKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many characters as a person counts them, ending with a word where that costs little. */
function cutWords(text: string, limit: number): string {
  const one = text.slice(0, 4000).replace(/\s+/gu, ' ').trim();
  const all = Array.from(graphemes.segment(one), (part) => part.segment);
  if (all.length <= limit) return one;
  const cut = all.slice(0, limit).join('');
  const isWhole = !/[\p{L}\p{N}]/u.test(all[limit] ?? '');
  const space = isWhole ? cut.length : cut.lastIndexOf(' ');
  return space > cut.length * 0.6 ? cut.slice(0, space) : cut;
}

function cutBytes(text: string, limit: number): string {
  const encoder = new TextEncoder();
  let size = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    size += encoder.encode(segment).length;
    if (size > limit) break;
    kept += segment;
  }
  return kept;
}

/** Year, month, day, hour, minute, second with their zeros. */
function localParts(ms: number): readonly string[] {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return [
    String(at.getFullYear()).padStart(4, '0'),
    two(at.getMonth() + 1),
    two(at.getDate()),
    two(at.getHours()),
    two(at.getMinutes()),
    two(at.getSeconds()),
  ];
}
