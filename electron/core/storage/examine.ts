import { stat } from 'node:fs/promises';
import type { CreationId } from '../../../shared/domain/creation.ts';
import type { OriginalState } from '../../../shared/domain/storage.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { Originals } from '../media/originals.ts';

/** Why an original cannot be shown: its length first, then all of its bytes. */
export async function examineOriginal(
  id: CreationId,
  { creations, originals }: { readonly creations: CreationRepository; readonly originals: Originals },
): Promise<OriginalState> {
  const creation = creations.get(id);
  const ref = creations.originalOf(id);
  if (!creation || !ref || !originals.isPresent(ref)) return { kind: 'missing' };
  try {
    const { size } = await stat(originals.pathOf(ref));
    if (size < creation.sizeBytes) return { kind: 'cut', sizeBytes: size, storedBytes: creation.sizeBytes };
    return { kind: (await originals.verify(ref)) ? 'intact' : 'altered' };
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return { kind: 'unreadable', detail: messageOf(error) };
  }
}
