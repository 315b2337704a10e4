import { readFile, stat } from 'node:fs/promises';

/** Bytes of a drawing. */
const mostBytes = 32 * 2 ** 20;
/**
 * Characters of one text of a drawing. To lay one out takes the square of its length, 3 s for 9,000, and nothing can
 * break it off.
 */
const mostCharacters = 5000;
/** How deep entities may lie in each other. */
const deepest = 40;

/**
 * Whether a drawing (SVG) can be drawn in good time.
 * @returns the reason, in words, when it cannot
 */
export async function refuseDrawing(path: string): Promise<string | null> {
  const { size } = await stat(path);
  if (size > mostBytes)
    return `It is a drawing of ${Math.round(size / 2 ** 20)} MB; the most is ${mostBytes / 2 ** 20}.`;
  const longest = longestText(await readFile(path, 'utf8'));
  return longest > mostCharacters
    ? `It is a drawing with a text of more than ${mostCharacters.toLocaleString('en')} characters.`
    : null;
}

/** Characters of the longest text of a drawing, entities in full. */
function longestText(svg: string): number {
  const entities = new Map<string, string>();
  for (const [, name = '', , value = ''] of svg.matchAll(/<!ENTITY\s+([\w.-]+)\s+(["'])(.*?)\2/gs))
    entities.set(name, value);
  const lengths = new Map<string, number>();

  function lengthOf(text: string, depth = 0): number {
    let length = text.length;
    for (const [reference, name = ''] of text.matchAll(/&([\w.-]+);/g))
      if (entities.has(name)) length += lengthOfEntity(name, depth + 1) - reference.length;
    return length;
  }

  function lengthOfEntity(name: string, depth: number): number {
    const known = lengths.get(name);
    if (known !== undefined) return known;
    if (depth > deepest) return Infinity;
    // One that holds itself never ends.
    lengths.set(name, Infinity);
    const length = lengthOf(entities.get(name) ?? '', depth);
    lengths.set(name, length);
    return length;
  }

  // Also a text that an entity brings, or that is never closed.
  const text = /<(?:[\w-]+:)?text\b[^<>]*>(.*?)(?:<\/(?:[\w-]+:)?text\s*>|$)/gs;
  const lengthsOf = (part: string) =>
    Array.from(part.matchAll(text), ([, inside = '']) => lengthOf(inside.replaceAll(/<[^<>]*>/g, '')));
  return [svg, ...entities.values()]
    .flatMap(lengthsOf)
    .reduce((longest, length) => Math.max(longest, length), 0);
}
