export type Form = ReadonlyMap<string, string | Form>;
type Growing = Map<string, string | Growing>;

/** Stripe's form encoding: `line_items[0][price]=x` is nested. */
export function parseForm(body: string): Form {
  const root: Growing = new Map();
  for (const [path, value] of new URLSearchParams(body)) {
    const keys = [...path.matchAll(/^([^[\]]+)|\[([^[\]]*)\]/g)].map((match) => match[1] ?? match[2] ?? '');
    let at = root;
    for (const key of keys.slice(0, -1)) {
      const known = at.get(key);
      const next: Growing = known instanceof Map ? known : new Map();
      at.set(key, next);
      at = next;
    }
    at.set(keys.at(-1) ?? path, value);
  }
  return root;
}

export function textAt(form: Form, ...path: readonly string[]): string | null {
  const found = find(form, path);
  return typeof found === 'string' ? found : null;
}

/** The flat texts below a path, as `metadata` is. */
export function textsAt(form: Form, ...path: readonly string[]): Record<string, string> {
  const found = find(form, path);
  const entries = found instanceof Map ? [...found] : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function find(form: Form, path: readonly string[]): string | Form | undefined {
  let found: string | Form | undefined = form;
  for (const key of path) found = found instanceof Map ? found.get(key) : undefined;
  return found;
}
