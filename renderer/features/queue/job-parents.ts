import type { ParentLink, Relation } from '../../../shared/domain/lineage.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';

const worksOnInput = (relation: Relation) => relation !== 'remix' && relation !== 'variation';

/**
 * The parents of a job that is edited and sent again. One whose picture was worked on holds as long as that picture
 * is among the inputs, and references are told by the inputs themselves.
 */
export function parentsOfNextTry(
  parents: readonly ParentLink[],
  { parents: traces = [] }: Pick<Recipe, 'parents'>,
): readonly (ParentLink & { readonly sha256: string | null })[] {
  return parents
    .filter(({ relation }) => relation !== 'reference')
    .map((parent) => {
      const trace = traces.find(({ relation }) => relation === parent.relation);
      return { ...parent, sha256: worksOnInput(parent.relation) ? (trace?.sha256 ?? null) : null };
    });
}
