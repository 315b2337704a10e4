import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { maxParents, type ParentLink, type ParentTrace } from '../../../shared/domain/lineage.ts';
import type { RecipeInput } from '../../../shared/domain/recipe.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { LineageLinks } from '../library/lineage.ts';

export type Descent = Pick<LineageLinks, 'holderOf' | 'bytesOf' | 'existed'>;

/**
 * What a request is made from: the creations it names, and those whose originals are among its inputs, however they
 * came in. A parent that was erased meanwhile keeps its link; only its bytes cannot be named any more.
 * @returns `invalid_input` when it names a creation that never was
 */
export function planParents(
  named: readonly ParentLink[],
  inputs: readonly RecipeInput[],
  descent: Descent,
): Result<{ readonly links: readonly ParentLink[]; readonly traces: readonly ParentTrace[] }, Failure> {
  const stranger = named.find((parent) => !descent.existed(parent.id));
  if (stranger) {
    return err(fail('invalid_input', 'no', { detail: `There never was a creation ${stranger.id}.` }));
  }
  const links = new Map<number, ParentLink>();
  const traces = new Map<string, ParentTrace>();
  for (const parent of named) {
    if (links.has(parent.id)) continue;
    links.set(parent.id, parent);
    const sha256 = descent.bytesOf(parent.id);
    if (sha256 !== null && !traces.has(sha256)) traces.set(sha256, { sha256, relation: parent.relation });
  }
  for (const { sha256 } of inputs) {
    if (traces.has(sha256) || links.size >= maxParents) continue;
    const id = descent.holderOf(sha256);
    if (id === null) continue;
    links.set(id, { id, relation: 'reference' });
    traces.set(sha256, { sha256, relation: 'reference' });
  }
  return ok({ links: [...links.values()], traces: [...traces.values()] });
}
