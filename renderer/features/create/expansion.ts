/**
 * `{a|b}` in a prompt: one prompt becomes one per alternative. Groups nest; alternatives may be empty; `\{`, `\|`,
 * `\}` and `\\` stand for the characters themselves. Braces without a bar, or without their partner, are text, so
 * that prompts with JSON or code in them are left alone.
 *
 * Nothing is expanded to count: a template knows its size, and each expansion is made from its number.
 */

/** Alternatives of a group and how many expansions they have together. */
type Group = { readonly alternatives: readonly Sequence[]; readonly size: number };
/** Text and groups in a row. */
type Sequence = { readonly parts: readonly (string | Group)[]; readonly size: number };
type Template = Sequence;

/** Deeper braces are text: nobody writes them, and a hostile prompt must not exhaust the stack. */
const deepestGroup = 40;

type Frame = { alternatives: (string | Group)[][] };

export function parseTemplate(prompt: string): Template {
  const stack: Frame[] = [{ alternatives: [[]] }];
  for (let at = 0; at < prompt.length; at += 1) {
    const character = prompt.charAt(at);
    const next = prompt.charAt(at + 1);
    if (character === '\\' && next !== '' && '{|}\\'.includes(next)) {
      addText(stack, next);
      at += 1;
    } else if (character === '{' && stack.length <= deepestGroup) stack.push({ alternatives: [[]] });
    else if (character === '|' && stack.length > 1) stack.at(-1)?.alternatives.push([]);
    else if (character === '}' && stack.length > 1) closeGroup(stack, '}');
    else addText(stack, character);
  }
  while (stack.length > 1) closeGroup(stack, '');
  return sequence(stack[0]?.alternatives[0] ?? []);
}

/** @param index from 0 to `template.size - 1`; the leftmost group changes slowest */
function expansionAt(template: Template, index: number): string {
  let rest = index;
  const texts: string[] = [];
  for (const part of template.parts.toReversed()) {
    if (typeof part === 'string') texts.push(part);
    else {
      texts.push(groupAt(part, rest % part.size));
      rest = Math.floor(rest / part.size);
    }
  }
  return texts.toReversed().join('');
}

/** The first `limit` expansions, trimmed. */
export function expandTemplate(template: Template, limit: number): readonly string[] {
  return Array.from({ length: Math.min(template.size, limit) }, (_, index) =>
    expansionAt(template, index).trim(),
  );
}

/** A prompt that expands to exactly `text`: what a recipe's prompt becomes when it is edited again. */
export function escapeTemplate(text: string): string {
  const template = parseTemplate(text);
  if (template.size === 1 && expansionAt(template, 0) === text) return text;
  return text.replace(/[{|}\\]/g, String.raw`\$&`);
}

function groupAt(group: Group, index: number): string {
  let rest = index;
  for (const alternative of group.alternatives) {
    if (rest < alternative.size) return expansionAt(alternative, rest);
    rest -= alternative.size;
  }
  return '';
}

function addText(stack: readonly Frame[], text: string): void {
  const parts = stack.at(-1)?.alternatives.at(-1);
  if (!parts) return;
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last + text;
  else parts.push(text);
}

/** @param closing `}` when the group was closed, empty when the prompt ended inside it */
function closeGroup(stack: Frame[], closing: '}' | ''): void {
  const frame = stack.pop();
  const parent = stack.at(-1)?.alternatives.at(-1);
  if (!frame || !parent) return;
  if (closing && frame.alternatives.length > 1) {
    const alternatives = frame.alternatives.map(sequence);
    parent.push({ alternatives, size: alternatives.reduce((sum, entry) => sum + entry.size, 0) });
    return;
  }
  const literal = frame.alternatives.flatMap((parts, index) => [index === 0 ? '{' : '|', ...parts]);
  for (const part of [...literal, closing]) {
    if (typeof part === 'string') addText(stack, part);
    else parent.push(part);
  }
}

function sequence(parts: readonly (string | Group)[]): Sequence {
  const size = parts.reduce((product, part) => product * (typeof part === 'string' ? 1 : part.size), 1);
  return { parts, size };
}
