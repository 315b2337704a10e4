import { realpath, stat } from 'node:fs/promises';
import type { KeepOriginals, WatchedFolder } from '../../../shared/domain/exchange.ts';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { messageOf } from '../media/disk-error.ts';
import type { Clock, Emit } from '../ports.ts';
import { isInside } from './find-files.ts';
import { settleMs } from './find-unseen.ts';
import { type FollowedFolder, followFolder, type WatchTiming, watchTiming } from './folder-watch.ts';
import type { Importer } from './importer.ts';
import type { WatchedFolderRow, WatchedRepository } from './watched-repository.ts';

/**
 * Folders whose pictures and clips come in by themselves. What is taken out of such a folder stays in the library; what
 * came from it stays when it is not watched any more.
 */
export function createWatchedFolders(deps: {
  readonly watched: WatchedRepository;
  readonly importer: Pick<Importer, 'lookInto' | 'leaveFolder'>;
  readonly ownFolders: readonly string[];
  readonly clock: Clock;
  readonly emit: Emit;
  readonly timing?: WatchTiming;
}) {
  const { watched, importer, clock, emit } = deps;
  const timing = deps.timing ?? watchTiming;
  const followed = new Map<number, FollowedFolder>();

  const changed = () => emit('watched.changed', {});

  function follow({ id, path }: WatchedFolderRow): void {
    const look = async (roots: readonly string[]) => {
      const folder = watched.get(id);
      if (folder) await importer.lookInto(id, roots, folder.keep);
    };
    followed.set(id, followFolder(path, { clock, timing, look, told: changed }));
  }

  function toView({ id, path, keep, skippedRunId }: WatchedFolderRow): WatchedFolder {
    return { id, path, keep, skippedRunId, state: followed.get(id)?.state() ?? 'missing' };
  }

  /** Why a folder cannot be watched; null: it can. */
  function refusalOf(path: string): string | null {
    if (deps.ownFolders.some((own) => isInside(path, own)))
      return 'This folder is the studio’s own. What is made here is in the library already.';
    for (const known of watched.list()) {
      if (known.path === path) return 'This folder is watched already.';
      if (isInside(path, known.path)) return `This folder is inside ${known.path}, which is watched already.`;
      if (isInside(known.path, path))
        return `This folder holds ${known.path}, which is watched already. Stop watching that one first.`;
    }
    return null;
  }

  return {
    /** Looks for what is new since the last time, and follows every folder from now on. */
    start(): void {
      for (const folder of watched.list()) follow(folder);
    },

    list: (): readonly WatchedFolder[] => watched.list().map(toView),

    /** What is in the folder comes in now. Nested and doubled folders are refused: `invalid_input` says why. */
    async add(folder: string, keep: KeepOriginals): Promise<Result<WatchedFolder, Failure>> {
      let path: string;
      try {
        path = await realpath(folder);
        if (!(await stat(path)).isDirectory()) throw new Error('It is not a folder.');
      } catch (error) {
        return err(fail('invalid_input', 'no', { detail: messageOf(error) }));
      }
      const refused = refusalOf(path);
      if (refused !== null) return err(fail('invalid_input', 'no', { detail: refused }));
      const row = watched.get(watched.add(path, keep, clock.now()));
      if (!row) throw new Error('The new watched folder is gone');
      follow(row);
      changed();
      return ok(toView(row));
    },

    /** For what comes from now on. */
    setKeep(id: number, keep: KeepOriginals): void {
      watched.setKeep(id, keep);
      changed();
    },

    /** Nothing is taken out of the library. */
    remove(id: number): void {
      followed.get(id)?.close();
      followed.delete(id);
      watched.remove(id);
      importer.leaveFolder(id);
      changed();
    },

    /** A file there is still being written. */
    unsettled(id: number, path: string): void {
      followed.get(id)?.lookLater(path, settleMs);
    },

    close(): void {
      for (const folder of followed.values()) folder.close();
      followed.clear();
    },
  };
}
