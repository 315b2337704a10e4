import { expect, test } from 'vitest';
import { parentsOfNextTry } from './job-parents.ts';

const [one, two] = ['1'.repeat(64), '2'.repeat(64)];

test('what is sent again comes from the same creations, each tied to what ties it', () => {
  const parents = [
    { id: 1, relation: 'edit' },
    { id: 2, relation: 'reference' },
    { id: 3, relation: 'remix' },
    { id: 4, relation: 'upscale' },
  ] as const;
  const traces = [
    { sha256: one, relation: 'edit' as const },
    { sha256: two, relation: 'reference' as const },
    { sha256: two, relation: 'remix' as const },
  ];
  expect(parentsOfNextTry(parents, { parents: traces })).toEqual([
    { id: 1, relation: 'edit', sha256: one },
    { id: 3, relation: 'remix', sha256: null },
    // Erased before the job was made: nothing is known of its bytes.
    { id: 4, relation: 'upscale', sha256: null },
  ]);
  expect(parentsOfNextTry([], {})).toEqual([]);
});
