import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLibraryRig, type LibraryRig } from '../../../tests/support/library-rig.ts';
import type { Kinship } from '../../../shared/domain/lineage.ts';

const bytes = (n: number) => Buffer.alloc(32, n.toString(16).padStart(64, '0'), 'hex');
const hex = (n: number) => bytes(n).toString('hex');

const erase = (rig: LibraryRig, id: number) => {
  rig.creations.setTrashed([id], 1);
  expect(rig.creations.erase([id]).erased).toEqual([id]);
};

/** True when following links from a child to its parents never comes back. */
function isAcyclic(links: readonly Kinship[]): boolean {
  const done = new Set<number>();
  const open = new Set<number>();
  const visit = (id: number): boolean => {
    if (done.has(id)) return true;
    if (open.has(id)) return false;
    open.add(id);
    const isFine = links.filter((link) => link.child === id).every((link) => visit(link.parent));
    open.delete(id);
    done.add(id);
    return isFine;
  };
  return links.every((link) => visit(link.child));
}

test('tells where a creation came from, what came of it, and who was made with it', async () => {
  const { add, relatives } = await createLibraryRig();
  const first = add('a boat');
  const other = add('a sea');
  const middle = add('a boat at sea', {
    count: 3,
    parents: [
      { id: first, relation: 'remix' },
      { id: other, relation: 'reference' },
    ],
  });
  const clip = add('it moves', { clip: true, parents: [{ id: middle + 1, relation: 'animate' }] });

  const seen = relatives.of(middle + 1, 500);
  expect(seen.relatives.map(({ id }) => id)).toEqual([first, other, clip]);
  expect(seen.links).toEqual([
    { parent: first, child: middle + 1, relation: 'remix' },
    { parent: other, child: middle + 1, relation: 'reference' },
    { parent: middle + 1, child: clip, relation: 'animate' },
  ]);
  expect(seen.siblings).toEqual([middle, middle + 2]);
  expect(seen.more).toEqual({ ancestors: false, descendants: false });
  // From above, all three of the job are children.
  expect(relatives.of(first, 500).relatives.map(({ id }) => id)).toEqual([
    middle,
    middle + 1,
    middle + 2,
    clip,
  ]);
  expect(relatives.of(clip, 500).links).toHaveLength(3);
});

test('what was erased stays in the chain as erased, and its children stay', async () => {
  const rig = await createLibraryRig();
  const grandparent = rig.add('one', { sha256: bytes(1) });
  const parent = rig.add('two', { sha256: bytes(2), parents: [{ id: grandparent, relation: 'remix' }] });
  const child = rig.add('three', { sha256: bytes(3), parents: [{ id: parent, relation: 'upscale' }] });
  expect(rig.deletionImpact([parent]).children).toBe(1);
  expect(rig.deletionImpact([parent, child]).children).toBe(0);
  expect(rig.deletionImpact([grandparent]).children).toBe(1);
  erase(rig, parent);

  const up = rig.relatives.of(child, 500);
  expect(up.relatives).toEqual([
    { id: parent, state: 'erased' },
    { id: grandparent, state: 'here' },
  ]);
  const down = rig.relatives.of(grandparent, 500);
  expect(down.relatives).toEqual([
    { id: parent, state: 'erased' },
    { id: child, state: 'here' },
  ]);
});

test('counts what would lose its parent once, and not what is in the trash', async () => {
  const rig = await createLibraryRig();
  const one = rig.add('one');
  const two = rig.add('two');
  const child = rig.add('of both', {
    count: 2,
    parents: [
      { id: one, relation: 'reference' },
      { id: two, relation: 'reference' },
    ],
  });
  expect(rig.deletionImpact([one, two]).children).toBe(2);
  rig.creations.setTrashed([child], 1);
  expect(rig.deletionImpact([one, two]).children).toBe(1);
});

test('answers at most as many as were asked for, the nearest, and says so', async () => {
  const { add, relatives } = await createLibraryRig();
  const root = add('root');
  for (let n = 0; n < 30; n += 1) add('child', { parents: [{ id: root, relation: 'variation' }] });
  let last = root;
  for (let n = 0; n < 30; n += 1) last = add('chain', { parents: [{ id: last, relation: 'remix' }] });
  const down = relatives.of(root, 10);
  expect(down.relatives).toHaveLength(10);
  expect(down.more).toEqual({ ancestors: false, descendants: true });
  const up = relatives.of(last, 10);
  expect(up.relatives).toHaveLength(10);
  expect(up.more).toEqual({ ancestors: true, descendants: false });
  expect(relatives.of(root, 1000).relatives).toHaveLength(60);
});

test('a family in which everything is linked with everything is answered at once', async () => {
  const { add, relatives } = await createLibraryRig();
  const all: number[] = [];
  for (let n = 0; n < 64; n += 1) {
    all.push(add('mesh', { parents: all.map((id) => ({ id, relation: 'reference' })), count: 8 }));
  }
  const seen = relatives.of(all[0] ?? 0, 100);
  expect(seen.relatives.length).toBeLessThanOrEqual(100);
  expect(seen.links.length).toBeLessThanOrEqual(402);
  expect(seen.more.descendants).toBe(true);
});

test('links a parent that comes in after its child, and the same bytes only once', async () => {
  const { add, lineage, relatives } = await createLibraryRig();
  const child = add('child', { sha256: bytes(7) });
  lineage.adopt(child, [{ sha256: hex(9), relation: 'edit' }]);
  expect(relatives.of(child, 10).relatives).toEqual([]);
  const parent = add('parent', { sha256: bytes(9) });
  add('the same file again', { sha256: bytes(9) });
  expect(relatives.of(child, 10).links).toEqual([{ parent, child, relation: 'edit' }]);
});

test('an erased parent is replaced by another file with the same bytes, there or coming back', async () => {
  const rig = await createLibraryRig();
  const parent = rig.add('parent', { sha256: bytes(5) });
  const child = rig.add('child', { sha256: bytes(6), parents: [{ id: parent, relation: 'edit' }] });
  erase(rig, parent);
  expect(rig.relatives.of(child, 10).relatives).toEqual([{ id: parent, state: 'erased' }]);
  const back = rig.add('parent again', { sha256: bytes(5) });
  expect(rig.relatives.of(child, 10).links).toEqual([{ parent: back, child, relation: 'edit' }]);
  const twin = rig.add('parent once more', { sha256: bytes(5) });
  erase(rig, back);
  expect(rig.relatives.of(child, 10).links).toEqual([{ parent: twin, child, relation: 'edit' }]);
});

test('a family in which strangers claim one another never runs in a circle', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          claims: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 3 }),
          erased: fc.boolean(),
        }),
        { minLength: 2, maxLength: 12 },
      ),
      async (files) => {
        const rig = await createLibraryRig();
        const ids = files.map(({ claims }, at) => {
          const id = rig.add(`file ${at}`, { sha256: bytes(100 + at) });
          const traces = claims.map((of) => ({ sha256: hex(100 + of), relation: 'reference' as const }));
          rig.lineage.adopt(id, traces);
          return id;
        });
        const kept = ids.filter((_, at) => !files[at]?.erased);
        const before = kept.map((id) => rig.relatives.of(id, 1000));
        for (const [at, id] of ids.entries()) if (files[at]?.erased) erase(rig, id);
        for (const [at, id] of kept.entries()) {
          const { relatives, links } = rig.relatives.of(id, 1000);
          expect(isAcyclic(links)).toBe(true);
          expect(relatives.length).toBeLessThan(ids.length);
          const wereTheirs = before[at]?.links.filter(({ child }) => kept.includes(child));
          expect(links).toEqual(expect.arrayContaining(wereTheirs ?? []));
          expect(rig.creations.get(id)).not.toBeNull();
          for (const relative of relatives) {
            expect(relative.state).toBe(files[ids.indexOf(relative.id)]?.erased ? 'erased' : 'here');
          }
        }
        rig.db.close();
      },
    ),
    { numRuns: 40 },
  );
});
