import { unsupported } from '../http/http-error.ts';

/** What the `Prefer` header asks for. */
export type Preferences = {
  readonly wantsRows: boolean;
  readonly count: 'exact' | 'estimated' | undefined;
  readonly resolution: 'merge-duplicates' | 'ignore-duplicates' | undefined;
  readonly missingIsDefault: boolean;
  /** Undo everything when more rows than this are changed. */
  readonly maxAffected: number | undefined;
  /** What to say was followed. */
  readonly applied: readonly string[];
};

/** @throws {HttpError} 501 for a preference that would be ignored */
export function readPreferences(header: string | null): Preferences {
  const given = (header ?? '').split(',').map((part) => part.trim());
  const asked = new Map<string, string>();
  for (const preference of given.filter((part) => part !== '')) {
    const [name = '', value = ''] = preference.split('=', 2);
    if (!known[name]?.test(value)) throw unsupported(`the preference ${preference}`);
    asked.set(name, value);
  }
  const max = asked.get('handling') === 'strict' ? asked.get('max-affected') : undefined;
  return {
    wantsRows: asked.get('return') === 'representation',
    count: pick(asked.get('count'), ['exact', 'estimated']),
    resolution: pick(asked.get('resolution'), ['merge-duplicates', 'ignore-duplicates']),
    missingIsDefault: asked.get('missing') === 'default',
    maxAffected: max === undefined ? undefined : Number(max),
    applied: [...asked].map(([name, value]) => `${name}=${value}`),
  };
}

const known: Readonly<Record<string, RegExp>> = {
  return: /^(?:minimal|representation)$/,
  count: /^(?:exact|estimated)$/,
  resolution: /^(?:merge|ignore)-duplicates$/,
  missing: /^(?:default|null)$/,
  handling: /^(?:strict|lenient)$/,
  'max-affected': /^\d{1,9}$/,
};

function pick<T extends string>(value: string | undefined, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
}
