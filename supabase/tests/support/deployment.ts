import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const functionsFolder = join(import.meta.dirname, '../../functions');

/** The project's edge functions, by their folders. */
export function listFunctions(): readonly string[] {
  return readdirSync(functionsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z-]+$/.test(entry.name))
    .map(({ name }) => name);
}

/** The settings that a function and everything it imports ask the environment for, but for those of the platform. */
export function settingsOf(name: string): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, setting = ''] of source.matchAll(/(?:\benv\(|required\([^,()]+, )'([A-Z_]+)'\)/g))
      found.add(setting);
    for (const [, path = ''] of source.matchAll(/from '(\.[^']+)'/g)) visit(join(dirname(file), path));
  };
  visit(join(functionsFolder, name, 'index.ts'));
  return [...found].toSorted();
}

/** The events that `stripe-webhook` acts on. */
export function listStripeEvents(): readonly string[] {
  const source = readFileSync(join(functionsFolder, '_shared/stripe-actions.ts'), 'utf8');
  const [, cases = ''] = /switch \(event\.type\) \{(.+?)default:/s.exec(source) ?? [];
  return [...cases.matchAll(/case '([^']+)'/g)].map(([, event = '']) => event);
}
