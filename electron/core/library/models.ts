import type { Database } from 'better-sqlite3';
import type { CreationOrigin } from '../../../shared/domain/provider.ts';

/** Models that occur in the library, by the small integer that jobs and creations carry instead of the name. */
export function createModelKeys(db: Database) {
  const upsert = db
    .prepare<[string, string, string], number>(
      `INSERT INTO model(id, name, provider) VALUES (?, ?, ?)
       ON CONFLICT(id) DO UPDATE SET name = excluded.name RETURNING key`,
    )
    .pluck();
  return {
    /** The key of a model; remembers its name, which the library shows even after the model is gone. */
    keyOf(model: { readonly id: string; readonly name: string; readonly provider: CreationOrigin }): number {
      const key = upsert.get(model.id, model.name, model.provider);
      if (key === undefined) throw new Error(`No key for model ${model.id}`);
      return key;
    },
  };
}
