import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Kinship, Lineage } from '../../../shared/domain/lineage.ts';
import { layOutLineage, tileSize, tileTowards } from './lineage-layout.ts';

const family = (links: readonly Kinship[], id: number): Lineage => ({
  relatives: [...new Set(links.flatMap(({ parent, child }) => [parent, child]))]
    .filter((other) => other !== id)
    .map((other) => ({ id: other, state: 'here' })),
  links: [...links],
  siblings: [],
  more: { ancestors: false, descendants: false },
});
const link = (parent: number, child: number, relation: Kinship['relation'] = 'remix'): Kinship => ({
  parent,
  child,
  relation,
});

test('a creation alone is one tile', () => {
  const { tiles, lines, columns } = layOutLineage(5, family([], 5));
  expect(tiles.map(({ id, generation }) => [id, generation])).toEqual([[5, 0]]);
  expect(lines).toEqual([]);
  expect(columns).toHaveLength(1);
});

test('the longer way counts: a grandparent that is a parent too stands two steps away', () => {
  const { tiles } = layOutLineage(3, family([link(1, 2), link(2, 3), link(1, 3, 'reference')], 3));
  expect(Object.fromEntries(tiles.map(({ id, generation }) => [id, generation]))).toEqual({
    1: -2,
    2: -1,
    3: 0,
  });
  expect(tiles.find(({ id }) => id === 3)?.relations).toEqual(['remix', 'reference']);
});

test('five hundred children stay a few tiles wide, and a chain of five hundred is drawn whole', () => {
  const wide = layOutLineage(
    1,
    family(
      Array.from({ length: 500 }, (_, n) => link(1, n + 2)),
      1,
    ),
  );
  expect(wide.columns.at(-1)?.width).toBeLessThan(800);
  // Five hundred lines would hide the pictures: each waits until its end is looked at.
  expect(wide.lines.every(({ child, quietUntil }) => quietUntil === child)).toBe(true);
  const long = layOutLineage(
    501,
    family(
      Array.from({ length: 500 }, (_, n) => link(n + 1, n + 2)),
      501,
    ),
  );
  expect(long.columns).toHaveLength(501);
  expect(long.tiles.find(({ id }) => id === 1)?.generation).toBe(-500);
});

test('every link runs from left to right and no tile lies on another', () => {
  const links = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })), { maxLength: 60 })
    .map((pairs) =>
      pairs
        .filter(([one, other]) => one !== other)
        .map(([one, other]) => link(Math.min(one, other), Math.max(one, other))),
    );
  fc.assert(
    fc.property(links, fc.integer({ min: 1, max: 30 }), (all, id) => {
      // As the core answers: what leads to the creation and what comes of it.
      const reach = (from: number, by: 'parent' | 'child', to: 'parent' | 'child') => {
        const seen = new Set([from]);
        for (const at of seen) for (const one of all) if (one[by] === at) seen.add(one[to]);
        return seen;
      };
      const [up, down] = [reach(id, 'child', 'parent'), reach(id, 'parent', 'child')];
      const shown = all.filter(
        ({ parent, child }) => (up.has(parent) && up.has(child)) || (down.has(parent) && down.has(child)),
      );
      const { tiles } = layOutLineage(id, family(shown, id));
      const at = new Map(tiles.map((tile) => [tile.id, tile]));
      for (const { parent, child } of shown) {
        expect(at.get(parent)?.generation).toBeLessThan(at.get(child)?.generation ?? 0);
        expect((at.get(parent)?.x ?? 0) + tileSize.width).toBeLessThan(at.get(child)?.x ?? 0);
      }
      expect(new Set(tiles.map(({ x, y }) => `${x} ${y}`)).size).toBe(tiles.length);
    }),
  );
});

test('arrows lead to the nearest tile that way, and nowhere at the edge', () => {
  const { tiles } = layOutLineage(2, family([link(1, 2), link(2, 3), link(2, 4)], 2));
  expect(tileTowards(tiles, 2, 'ArrowLeft')).toBe(1);
  expect(tileTowards(tiles, 2, 'ArrowRight')).toBe(3);
  expect(tileTowards(tiles, 3, 'ArrowDown')).toBe(4);
  expect(tileTowards(tiles, 4, 'ArrowUp')).toBe(3);
  expect(tileTowards(tiles, 1, 'ArrowLeft')).toBeNull();
  expect(tileTowards(tiles, 2, 'ArrowDown')).toBeNull();
});
