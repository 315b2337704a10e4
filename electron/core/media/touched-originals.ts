import { stat } from 'node:fs/promises';
import type { CreationRepository, OriginalRef } from '../library/creation-repository.ts';
import type { Emit } from '../ports.ts';
import type { Originals } from './originals.ts';
import type { References } from './references.ts';

/**
 * Compares referenced files that were written since with their hashes, one after the other: a file that was only
 * touched, or copied to another drive and back, is the same again; one that was changed stays told of.
 */
export function createTouchedOriginals(deps: {
  readonly references: References;
  readonly originals: () => Pick<Originals, 'verify'>;
  readonly creations: () => Pick<CreationRepository, 'idsOf'>;
  readonly emit: Emit;
}) {
  /** Path and time of files that are known to be other ones now. */
  const compared = new Map<string, number>();
  let queue = Promise.resolve();

  async function compare(ref: OriginalRef): Promise<void> {
    const file = deps.references.find(ref.sha256);
    if (!file) return;
    const before = await stat(file.path);
    const modifiedAt = Math.floor(before.mtimeMs);
    if (modifiedAt === file.modifiedAt || compared.get(file.path) === modifiedAt) return;
    compared.set(file.path, modifiedAt);
    if (!(await deps.originals().verify(ref))) return;
    // Written again meanwhile: the next look compares anew.
    if ((await stat(file.path)).mtimeMs !== before.mtimeMs) return;
    deps.references.put(ref.sha256, { ...file, modifiedAt });
    deps.emit('library.changed', {
      added: [],
      changed: [...deps.creations().idsOf(ref.sha256)],
      removed: [],
    });
  }

  return (ref: OriginalRef): void => {
    // A file that cannot be read now is missing, which is seen at the next look.
    queue = queue.then(() => compare(ref)).catch(() => undefined);
  };
}
