import type { Database } from 'better-sqlite3';
import {
  colorLabels,
  colorLabel,
  type ColorLabel,
  type CreationMarks,
  type MarkChange,
  type PickFlag,
} from '../../../shared/domain/creation.ts';

type Row = {
  readonly favourite: number;
  readonly rating: number;
  readonly flag: number;
  readonly label: number;
};
const fields = ['favourite', 'rating', 'flag', 'label'] as const;

const flagNumber = { picked: 1, rejected: 2 } as const satisfies Record<PickFlag, number>;

/** Ratings, flags, labels and favourites, in one transaction a call. */
export function createMarks(db: Database, touch: (ids: readonly number[]) => void) {
  const read = db.prepare<[number], Row>('SELECT favourite, rating, flag, label FROM creation WHERE id = ?');
  const write = db.prepare(
    'UPDATE creation SET favourite = @favourite, rating = @rating, flag = @flag, label = @label WHERE id = @id',
  );

  return {
    /**
     * @returns the changes that undo these ones: only what really changed, gathered by what it was before; to be
     * applied like any other list, also by an undo of the undo
     */
    apply(changes: readonly MarkChange[]): MarkChange[] {
      const before = new Map<number, Row>();
      const after = new Map<number, Row>();
      db.transaction(() => {
        for (const { ids, marks } of changes) {
          const wanted = toRow(marks);
          for (const id of ids) {
            const row = after.get(id) ?? read.get(id);
            if (!row) continue;
            if (!before.has(id)) before.set(id, row);
            after.set(id, { ...row, ...wanted });
          }
        }
        for (const [id, row] of after) if (!isSame(row, before.get(id))) write.run({ ...row, id });
      })();
      const undo = new Map<string, { ids: number[]; marks: CreationMarks }>();
      for (const [id, row] of before) {
        const changed = fields.filter((name) => row[name] !== after.get(id)?.[name]);
        if (changed.length === 0) continue;
        const marks = fromRow(row, changed);
        const key = JSON.stringify(marks);
        const group = undo.get(key) ?? { ids: [], marks };
        group.ids.push(id);
        undo.set(key, group);
      }
      touch([...before.keys()]);
      return [...undo.values()];
    },
  };
}
export type Marks = ReturnType<typeof createMarks>;

function isSame(row: Row, other: Row | undefined): boolean {
  return fields.every((name) => row[name] === other?.[name]);
}

function toRow({ favourite, rating, flag, label }: CreationMarks): Partial<Row> {
  return {
    ...(favourite === undefined ? {} : { favourite: favourite ? 1 : 0 }),
    ...(rating === undefined ? {} : { rating }),
    ...(flag === undefined ? {} : { flag: flag === null ? 0 : flagNumber[flag] }),
    ...(label === undefined ? {} : { label: label === null ? 0 : colorLabels.indexOf(label) + 1 }),
  };
}

function fromRow(row: Row, names: readonly (typeof fields)[number][]): CreationMarks {
  const { favourite, rating, flag, label } = readMarks(row);
  return {
    ...(names.includes('favourite') ? { favourite } : {}),
    ...(names.includes('rating') ? { rating } : {}),
    ...(names.includes('flag') ? { flag } : {}),
    ...(names.includes('label') ? { label } : {}),
  };
}

/** Marks as they are shown, from the small numbers of a row. */
export function readMarks(row: Row): {
  readonly favourite: boolean;
  readonly rating: number;
  readonly flag: PickFlag | null;
  readonly label: ColorLabel | null;
} {
  return {
    favourite: row.favourite === 1,
    rating: row.rating,
    flag: row.flag === 1 ? 'picked' : row.flag === 2 ? 'rejected' : null,
    label: row.label === 0 ? null : colorLabel.parse(colorLabels[row.label - 1]),
  };
}
