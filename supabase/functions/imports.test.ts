import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const { dependencies, devDependencies } = manifest.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')),
);
const installed = { ...dependencies, ...devDependencies };
const functions = readdirSync(import.meta.dirname).filter((name) =>
  existsSync(join(import.meta.dirname, name, 'index.ts')),
);

test('sees every function', () => {
  expect(functions.length).toBeGreaterThanOrEqual(6);
});

test.each(functions)('%s runs on the versions that are tested', (name) => {
  const config = z
    .object({ imports: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(import.meta.dirname, name, 'deno.json'), 'utf8')));
  for (const [specifier, target] of Object.entries(config.imports)) {
    const [, packageName = '', version, path = ''] =
      /^npm:((?:@[^/]+\/)?[^@/]+)@([^/]+)(\/.*)?$/.exec(target) ?? [];
    expect(specifier).toBe(packageName + path);
    expect({ [packageName]: version }).toEqual({ [packageName]: installed[packageName] });
  }
});
