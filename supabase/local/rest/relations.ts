import type { Catalog, ForeignKey } from './catalog.ts';
import { restError } from './rest-error.ts';
import type { SelectedRelation } from './select.ts';

/** Pairs of columns that are equal: ours, theirs. */
type Pairs = readonly (readonly [ours: string, theirs: string])[];
export type Relation = {
  readonly table: string;
  /** Whether there is at most one counterpart. */
  readonly isOne: boolean;
  readonly on: Pairs;
  /** A table between the two that lists who belongs to whom. */
  readonly through?: { readonly table: string; readonly on: Pairs };
  /** Names that a client may tell it by. */
  readonly names: readonly string[];
};

/**
 * How a table relates to another that is embedded in it.
 * @throws {HttpError} 400 PGRST200 when it does not, 300 PGRST201 when it does in several ways and no hint tells which
 */
export function findRelation(catalog: Catalog, table: string, wanted: SelectedRelation): Relation {
  const direct = catalog.foreignKeys.flatMap((key) => relationsOf(key, table, wanted.name));
  const candidates = [...direct, ...manyToMany(catalog, table, wanted.name)];
  const chosen = candidates.filter(({ names }) => wanted.hints.every((hint) => names.includes(hint)));
  const [relation, ...others] = chosen;
  if (!relation) {
    throw restError(
      400,
      'PGRST200',
      `Could not find a relationship between '${table}' and '${wanted.name}' in the schema cache`,
    );
  }
  if (others.length > 0) {
    throw restError(
      300,
      'PGRST201',
      `Could not embed because more than one relationship was found for '${table}' and '${wanted.name}'`,
      null,
      `Try changing '${wanted.name}' to one of the following: ${chosen
        .map(({ names }) => `'${wanted.name}!${names[0]}'`)
        .join(', ')}.`,
    );
  }
  return relation;
}

function relationsOf(key: ForeignKey, table: string, name: string): readonly Relation[] {
  const found: Relation[] = [];
  const names = [key.name, ...key.columns];
  if (
    key.from === table &&
    [key.to, key.name, ...(key.columns.length === 1 ? key.columns : [])].includes(name)
  ) {
    found.push({
      table: key.to,
      isOne: true,
      on: pair(key.columns, key.targetColumns),
      names: [...names, key.to],
    });
  }
  if (key.to === table && [key.from, key.name].includes(name)) {
    const on = pair(key.targetColumns, key.columns);
    // To itself by its own name a table relates both ways; PostgREST then means those that refer to it.
    if (key.from === key.to) found.length = 0;
    found.push({ table: key.from, isOne: key.isUnique, on, names: [...names, key.from] });
  }
  return found;
}

/** Through a table whose primary key holds a reference to each of the two. */
function manyToMany(catalog: Catalog, table: string, name: string): readonly Relation[] {
  const ours = catalog.foreignKeys.filter((key) => key.to === table);
  return ours.flatMap((here) => {
    const primaryKey = catalog.tables.get(here.from)?.primaryKey ?? [];
    const theirs = catalog.foreignKeys.filter(
      (key) => key.from === here.from && key !== here && key.to === name,
    );
    return theirs
      .filter((there) => [...here.columns, ...there.columns].every((column) => primaryKey.includes(column)))
      .map((there) => ({
        table: there.to,
        isOne: false,
        on: pair(here.targetColumns, here.columns),
        through: { table: here.from, on: pair(there.columns, there.targetColumns) },
        names: [here.from, here.name, there.name, there.to],
      }));
  });
}

function pair(ours: readonly string[], theirs: readonly string[]): Pairs {
  return ours.map((column, index) => [column, theirs[index] ?? ''] as const);
}
