import { navigate } from 'wouter/use-hash-location';
import { create } from 'zustand';
import type { Recipe } from '../../shared/domain/recipe.ts';

/** What of a recipe is taken over. `remix` is everything but the seed. */
type ComposeMode = 'all' | 'prompt' | 'seed' | 'remix';

type PendingRecipe = { readonly recipe: Partial<Recipe>; readonly mode: ComposeMode };

type Compose = {
  /** On its way to Create, which takes it and clears it. */
  readonly pendingRecipe: PendingRecipe | null;
  /** Creations to be used as references, on their way likewise. */
  readonly pendingReferences: readonly number[];
};

export const useCompose = create<Compose>(() => ({ pendingRecipe: null, pendingReferences: [] }));

/** Opens Create with a recipe, or a part of one, filled in. */
export function openInCreate(recipe: Partial<Recipe>, mode: ComposeMode = 'all'): void {
  useCompose.setState({ pendingRecipe: { recipe, mode } });
  navigate('/create');
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
