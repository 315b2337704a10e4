import { navigate } from 'wouter/use-hash-location';
import { create } from 'zustand';
import type { Creation } from '../../shared/domain/creation.ts';
import type { ParentLink } from '../../shared/domain/lineage.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';

/** What of a recipe is taken over. `remix` is everything but the seed. */
type ComposeMode = 'all' | 'prompt' | 'seed' | 'remix';

type PendingRecipe = {
  readonly recipe: Partial<Recipe>;
  readonly mode: ComposeMode;
  readonly parents: readonly PendingParent[];
  readonly count: number | null;
};

/** With the hash of an input: a parent as long as that input stays. */
type PendingParent = ParentLink & { readonly sha256: string | null };

type Compose = {
  /** On its way to Create, which takes it and clears it. */
  readonly pendingRecipe: PendingRecipe | null;
  /** Creations to be used as references, on their way likewise. */
  readonly pendingReferences: readonly number[];
};

export const useCompose = create<Compose>(() => ({ pendingRecipe: null, pendingReferences: [] }));

/**
 * Opens Create with a recipe, or a part of one, filled in.
 * @param from what the next creations will be linked to, and how many of them to make
 */
export function openInCreate(
  recipe: Partial<Recipe>,
  mode: ComposeMode = 'all',
  from: { readonly parents?: readonly PendingParent[]; readonly count?: number } = {},
): void {
  const { parents = [], count = null } = from;
  useCompose.setState({ pendingRecipe: { recipe, mode, parents, count } });
  navigate('/create');
}

/** The recipe of a creation, or a part of it; what is made with it is linked to the creation. */
export function recallInCreate({ id, recipe }: Pick<Creation, 'id' | 'recipe'>, mode: ComposeMode): void {
  openInCreate(recipe, mode, { parents: [{ id, relation: 'remix', sha256: null }] });
}

const variations = { image: 4, video: 2 } as const;

/** The same recipe with new seeds, a few times. */
export function varyInCreate({ id, recipe, media }: Pick<Creation, 'id' | 'recipe' | 'media'>): void {
  const parents = [{ id, relation: 'variation', sha256: null }] as const;
  openInCreate(recipe, 'remix', { parents, count: variations[media] });
}

/** Opens Create with creations added as reference pictures. */
export function openWithReferences(ids: readonly number[]): void {
  useCompose.setState({ pendingReferences: ids });
  navigate('/create');
}

/** Hands over the waiting references, once. */
export function takePendingReferences(): readonly number[] {
  const { pendingReferences } = useCompose.getState();
  if (pendingReferences.length > 0) useCompose.setState({ pendingReferences: [] });
  return pendingReferences;
}

/** Hands over the waiting recipe, once. */
export function takePendingRecipe(): PendingRecipe | null {
  const { pendingRecipe } = useCompose.getState();
  if (pendingRecipe) useCompose.setState({ pendingRecipe: null });
  return pendingRecipe;
}
