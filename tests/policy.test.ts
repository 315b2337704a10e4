import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { policyVersion } from '../shared/policy.ts';

test('P47: the policy that ships is the version the studio names', () => {
  const text = readFileSync(join(import.meta.dirname, '../resources/policy/privacy-policy.md'), 'utf8');
  const named = /Last Updated: (\w+ \d+, \d{4})/.exec(text)?.[1] ?? '';
  const day = new Date(`${named} 12:00 UTC`).toISOString().slice(0, 10);
  expect(day).toBe(policyVersion);
  expect(text.length).toBeGreaterThan(5000);
});
