import type { Handlers } from '../../../shared/contract.ts';
import type { NoteChange } from '../../../shared/domain/creation.ts';
import type { libraryRoutes } from '../../../shared/library-contract.ts';
import { ok } from '../../../shared/result.ts';
import type { Core } from '../create-core.ts';
import { formatParameters } from '../exchange/automatic1111.ts';
import { documentOf } from '../exchange/convert.ts';

/** The routes of finding and organising. */
export function createLibraryHandlers(core: Core): Pick<Handlers, keyof typeof libraryRoutes> {
  const { creations, library, organiser } = core;
  const { collections, tags, notes, searches, similar, lookAlikes } = organiser;
  const { emit } = core.ports;

  const listed = () => emit('collections.changed', {});
  /** Tells the window what changed in a collection, when something did. */
  const told = (ids: readonly number[]) => {
    if (ids.length > 0) emit('library.changed', { added: [], changed: ids, removed: [] });
    listed();
    return { ids: [...ids] };
  };

  const noted = (undo: readonly NoteChange[]) => {
    const ids = undo.flatMap((change) => change.ids);
    if (ids.length > 0) emit('library.changed', { added: [], changed: ids, removed: [] });
  };

  return {
    'library.page': ({ query, offset, limit }) => {
      const page = creations.page(query, offset, limit);
      library.warm();
      return page;
    },
    'library.mark': ({ changes }) => ({ undo: library.mark(changes) }),
    'library.similarPrompts': ({ id, limit }) => ({ ids: [...similar.find(id, limit)] }),
    'library.recipeText': ({ id }) => {
      const creation = creations.get(id);
      if (!creation) return null;
      return {
        json: JSON.stringify(documentOf(creation), null, 2),
        parameters: formatParameters(creation.recipe, creation),
      };
    },
    'library.lineage': ({ id, limit }) => organiser.relatives.of(id, limit),
    'library.lookAlikes': async ({ id, limit }) => {
      await core.looks.learn(id);
      const ids = lookAlikes.find(id, limit);
      return { ids: ids === null ? null : [...ids] };
    },
    'library.nearDuplicates': async ({ limit }, { signal }) => {
      const groups = await lookAlikes.groups(signal);
      return {
        groups: groups.slice(0, limit).map((group) => [...group]),
        total: groups.length,
        creations: groups.reduce((sum, group) => sum + group.length, 0),
      };
    },
    'library.deletionImpact': ({ ids }) => organiser.deletionImpact(ids),

    'collections.list': () => collections.list(),
    'collections.create': ({ name, parentId, id }) => {
      const made = collections.create(name, parentId, id);
      listed();
      return made.ok ? ok({ id: made.value }) : made;
    },
    'collections.change': ({ id, name, parentId }) => {
      const changed = collections.change(id, name, parentId);
      listed();
      return changed.ok ? ok({ id: changed.value }) : changed;
    },
    'collections.remove': ({ id }) => {
      const held = collections.remove(id);
      return held.ok ? ok(told(held.value)) : held;
    },
    'collections.add': ({ id, ids }) => {
      const added = collections.add(id, ids);
      return added.ok ? ok(told(added.value)) : added;
    },
    'collections.take': ({ id, ids }) => {
      const taken = collections.take(id, ids);
      if (!taken.ok) return taken;
      told(taken.value.map((place) => place.id));
      return ok({ places: [...taken.value] });
    },
    'collections.restore': ({ id, places }) => {
      const restored = collections.restore(id, places);
      return restored.ok ? ok(told(restored.value)) : restored;
    },
    'collections.reorder': ({ id, moves }) => {
      const undo = collections.reorder(id, moves);
      listed();
      return undo.ok ? ok({ undo: [...undo.value] }) : undo;
    },

    'tags.list': () => tags.list(),
    'tags.set': ({ name, ids, value }) => told(tags.set(name, ids, value)),

    'notes.set': ({ changes }) => {
      const undo = notes.set(changes);
      noted(undo);
      return { undo };
    },
    'notes.append': ({ ids, text }) => {
      const appended = notes.append(ids, text);
      noted(appended.undo);
      return appended;
    },

    'searches.list': () => searches.list(),
    'searches.save': ({ id, name, query }) => {
      const saved = searches.save(id, name, query);
      emit('searches.changed', {});
      return saved;
    },
    'searches.reorder': ({ ids }) => {
      const former = searches.reorder(ids);
      emit('searches.changed', {});
      return { ids: [...former] };
    },
    'searches.remove': ({ id }) => {
      searches.remove(id);
      emit('searches.changed', {});
      return {};
    },
  };
}
