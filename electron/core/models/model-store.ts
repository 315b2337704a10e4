import type { Database } from 'better-sqlite3';
import { isRetired, type ListedModel, modelEntry, type ModelEntry } from '../../../shared/domain/model.ts';

/**
 * Every model the studio knows: the catalogue that ships, what providers said of its models at the last
 * refresh, models the person added, and those of the local server. A retired model stays, to name its successor.
 */
export function createModelStore(deps: {
  readonly db: Database;
  readonly catalogue: readonly ModelEntry[];
  readonly now: () => number;
  readonly hidden: () => readonly string[];
}) {
  const readAll = deps.db
    .prepare<[], string>('SELECT entry FROM model_entry ORDER BY updated_at, id')
    .pluck();
  const write = deps.db.prepare(`
    INSERT INTO model_entry(id, origin, entry, updated_at) VALUES (?, ?, ?, ?)
    ON CONFLICT(id) DO UPDATE SET origin = excluded.origin, entry = excluded.entry, updated_at = excluded.updated_at`);
  const removeOne = deps.db.prepare(`DELETE FROM model_entry WHERE id = ? AND origin <> 'catalogue'`);
  const removeServer = deps.db.prepare(`DELETE FROM model_entry WHERE origin = 'server'`);
  let known = load();

  function load(): ReadonlyMap<string, ModelEntry> {
    const models = new Map(deps.catalogue.map((entry) => [entry.id, entry]));
    for (const json of readAll.all()) {
      const parsed = modelEntry.safeParse(JSON.parse(json));
      // An entry that an older version wrote differently is dropped: the next refresh writes it anew.
      if (parsed.success) models.set(parsed.data.id, merge(models.get(parsed.data.id), parsed.data));
    }
    return models;
  }

  function put(entries: readonly ModelEntry[]): void {
    deps.db.transaction(() => {
      for (const entry of entries) write.run(entry.id, entry.origin, JSON.stringify(entry), deps.now());
    })();
    known = load();
  }

  return {
    find(id: string): ModelEntry | null {
      return known.get(id) ?? null;
    },

    list(): readonly ListedModel[] {
      const hidden = new Set(deps.hidden());
      const now = deps.now();
      return [...known.values()].map((entry) => ({
        ...entry,
        hidden: hidden.has(entry.id),
        retired: isRetired(entry, now),
      }));
    },

    /** Newer facts about models, or models the person added. */
    put,

    /** Takes an added model out again. False for models of the catalogue: those are hidden instead. */
    remove(id: string): boolean {
      const removed = removeOne.run(id).changes > 0;
      known = load();
      return removed;
    },

    /** The models of the local server, which change with it. */
    replaceServerModels(entries: readonly ModelEntry[]): void {
      deps.db.transaction(() => {
        removeServer.run();
        put(entries);
      })();
      known = load();
    },
  };
}
export type ModelStore = ReturnType<typeof createModelStore>;

/** Providers know their inputs best; the catalogue knows names, prices and retirement. */
function merge(base: ModelEntry | undefined, fresh: ModelEntry): ModelEntry {
  if (!base || fresh.origin !== 'catalogue') return fresh;
  return {
    ...base,
    parameters: fresh.parameters,
    ...(fresh.version ? { version: fresh.version } : {}),
    ...(fresh.retiresOn ? { retiresOn: fresh.retiresOn } : {}),
  };
}
