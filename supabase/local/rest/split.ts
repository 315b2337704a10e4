import { unreadable } from './rest-error.ts';

const closers: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/**
 * Splits where a separator stands outside of brackets and double quotes; a backslash in quotes keeps what follows it.
 * @throws {HttpError} 400 where brackets or quotes do not match
 */
export function splitOutside(text: string, separator: ',' | '.'): readonly string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (closers[character]) open.push(closers[character]);
    else if (character === open.at(-1)) open.pop();
    else if (character === separator && open.length === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  if (quoted || open.length > 0) throw unreadable(`"${text}": brackets or quotes do not match`);
  parts.push(text.slice(start));
  return parts;
}

/** A name or value without the quotes it may stand in. */
export function unquote(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll(/\\(.)/gs, '$1')
    : text;
}

/** The list in round brackets, as `in` and logical groups write it. */
export function insideBrackets(text: string): readonly string[] {
  const inside = /^\((.*)\)$/s.exec(text)?.[1];
  if (inside === undefined) throw unreadable(`"${text}": expected a list in round brackets`);
  return inside === '' ? [] : splitOutside(inside, ',');
}
