import type { Kinship, Lineage, Relation, Relative } from '../../../shared/domain/lineage.ts';

/**
 * A family drawn as columns of tiles, a generation each, the oldest at the left. Where a way through the links is
 * longer than another, the longer one counts, so that every link runs from left to right. All lengths in px.
 */

export type PlacedRelative = Relative & {
  /** Below zero: before the creation; above: after it. */
  readonly generation: number;
  /** How it came from the parents that are shown. */
  readonly relations: readonly Relation[];
  readonly x: number;
  readonly y: number;
};

type Line = Kinship & {
  readonly path: string;
  /** One of so many that all of them together would hide the pictures: shown while this end of it is looked at. */
  readonly quietUntil: number | null;
};
type Column = { readonly generation: number; readonly x: number; readonly width: number };

export type LineageLayout = {
  readonly tiles: readonly PlacedRelative[];
  readonly lines: readonly Line[];
  readonly columns: readonly Column[];
  readonly width: number;
  readonly height: number;
};

export const tileSize = { width: 96, picture: 96, height: 120 } as const;
const between = { tiles: 16, generations: 72 } as const;
const margin = { x: 32, top: 44, bottom: 32 } as const;
/** Tiles below each other before a generation gets a second column. */
const comfortableRows = 6;
const mostAbreast = 6;
/** Lines to more tiles than this in one generation are a thicket. */
const mostLinesTo = 30;

export function layOutLineage(id: number, { relatives, links }: Lineage): LineageLayout {
  const generations = generationsOf(id, links);
  const own: Relative = { id, state: 'here' };
  const byGeneration = new Map<number, Relative[]>();
  for (const relative of [own, ...relatives]) {
    const generation = generations.get(relative.id) ?? 0;
    byGeneration.set(generation, [...(byGeneration.get(generation) ?? []), relative]);
  }
  const placed = new Map<number, PlacedRelative>();
  const columns: Column[] = [];
  let x: number = margin.x;
  for (const generation of [...byGeneration.keys()].toSorted((one, other) => one - other)) {
    const members = inOrder(byGeneration.get(generation) ?? [], links, placed);
    const abreast = Math.min(mostAbreast, Math.ceil(members.length / comfortableRows));
    for (const [place, relative] of members.entries()) {
      placed.set(relative.id, {
        ...relative,
        generation,
        relations: relationsOf(relative.id, links),
        x: x + (place % abreast) * (tileSize.width + between.tiles),
        y: margin.top + Math.floor(place / abreast) * (tileSize.height + between.tiles),
      });
    }
    const width = abreast * (tileSize.width + between.tiles) - between.tiles;
    columns.push({ generation, x, width });
    x += width + between.generations;
  }
  const tiles = [...placed.values()];
  return {
    tiles,
    columns,
    lines: links.flatMap((link) => {
      const [parent, child] = [placed.get(link.parent), placed.get(link.child)];
      if (!parent || !child) return [];
      const crowded = [child, parent].find(
        ({ generation }) => (byGeneration.get(generation)?.length ?? 0) > mostLinesTo,
      );
      return [{ ...link, path: pathBetween(parent, child), quietUntil: crowded?.id ?? null }];
    }),
    width: x - between.generations + margin.x,
    height: Math.max(...tiles.map((tile) => tile.y)) + tileSize.height + margin.bottom,
  };
}

/** Steps from the creation by the longest way: ancestors below zero, descendants above. */
function generationsOf(id: number, links: readonly Kinship[]): ReadonlyMap<number, number> {
  const parents = groups(links, 'child', 'parent');
  const children = groups(links, 'parent', 'child');
  const up = longestWays(id, parents);
  const down = longestWays(id, children);
  return new Map([
    ...[...up].map(([relative, steps]) => [relative, -steps] as const),
    ...[...down].filter(([relative]) => !up.has(relative) || relative === id),
  ]);
}

function groups(
  links: readonly Kinship[],
  by: 'parent' | 'child',
  of: 'parent' | 'child',
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const link of links) found.set(link[by], [...(found.get(link[by]) ?? []), link[of]]);
  return found;
}

/** Longest way from `id` to everything that can be reached. What leads back to itself is passed over. */
function longestWays(id: number, next: ReadonlyMap<number, readonly number[]>): ReadonlyMap<number, number> {
  // Nodes after everything that can be reached from them.
  const order: number[] = [];
  const seen = new Set([id]);
  const open = [{ at: id, rest: [...(next.get(id) ?? [])] }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const to = top.rest.pop();
    if (to === undefined) {
      order.push(top.at);
      open.pop();
    } else if (!seen.has(to)) {
      seen.add(to);
      open.push({ at: to, rest: [...(next.get(to) ?? [])] });
    }
  }
  const rank = new Map(order.map((at, place) => [at, place]));
  const ways = new Map([[id, 0]]);
  for (const at of order.toReversed()) {
    for (const to of next.get(at) ?? []) {
      if ((rank.get(to) ?? 0) >= (rank.get(at) ?? 0)) continue;
      ways.set(to, Math.max(ways.get(to) ?? 0, (ways.get(at) ?? 0) + 1));
    }
  }
  return ways;
}

/** Beside what they are linked with in the columns before, so that few lines cross; else the oldest first. */
function inOrder(
  members: readonly Relative[],
  links: readonly Kinship[],
  placed: ReadonlyMap<number, PlacedRelative>,
): readonly Relative[] {
  const weights = new Map(members.map(({ id }) => [id, { sum: 0, count: 0 }]));
  for (const { parent, child } of links) {
    const weight = weights.get(child);
    const above = placed.get(parent);
    if (!weight || !above) continue;
    weight.sum += above.y;
    weight.count += 1;
  }
  const height = ({ id }: Relative) => {
    const { sum = 0, count = 0 } = weights.get(id) ?? {};
    return count === 0 ? 0 : sum / count;
  };
  return members.toSorted((one, other) => height(one) - height(other) || one.id - other.id);
}

function relationsOf(id: number, links: readonly Kinship[]): readonly Relation[] {
  const all = new Set(links.filter(({ child }) => child === id).map(({ relation }) => relation));
  return [...all].toSorted(referencesLast);
}

/** What was worked on says more than what was shown to the model besides. */
export function referencesLast(one: Relation, other: Relation): number {
  return Number(one === 'reference') - Number(other === 'reference');
}

function pathBetween(parent: PlacedRelative, child: PlacedRelative): string {
  const from = { x: parent.x + tileSize.width, y: parent.y + tileSize.picture / 2 };
  const to = { x: child.x, y: child.y + tileSize.picture / 2 };
  const bend = Math.max(24, (to.x - from.x) / 2);
  return `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}

/**
 * The tile that an arrow key leads to: the nearest in that direction, straight ahead rather than aslant.
 * @returns null when there is none
 */
export function tileTowards(tiles: readonly PlacedRelative[], from: number, key: string): number | null {
  const start = tiles.find(({ id }) => id === from);
  if (!start) return null;
  let best: { readonly id: number; readonly distance: number } | null = null;
  for (const { id, x, y } of tiles) {
    const ahead = {
      ArrowRight: x - start.x,
      ArrowLeft: start.x - x,
      ArrowDown: y - start.y,
      ArrowUp: start.y - y,
    }[key];
    if (ahead === undefined || ahead <= 0) continue;
    const isVertical = key === 'ArrowDown' || key === 'ArrowUp';
    const aside = Math.abs(isVertical ? x - start.x : y - start.y);
    // Up and down stay within their own column.
    if (isVertical && aside > 0) continue;
    const distance = ahead + 3 * aside;
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id ?? null;
}
