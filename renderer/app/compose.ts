import { navigate } from 'wouter/use-hash-location';
import { create } from 'zustand';
import type { Recipe } from '../../shared/domain/recipe.ts';

/** What of a recipe is taken over. `remix` is everything but the seed. */
type ComposeMode = 'all' | 'prompt' | 'seed' | 'remix';

type PendingRecipe = { readonly recipe: Partial<Recipe>; readonly mode: ComposeMode };

/** A recipe on its way to Create, which takes it and clears it. */
export const useCompose = create<{ readonly pendingRecipe: PendingRecipe | null }>(() => ({
  pendingRecipe: null,
}));

/** Opens Create with a recipe, or a part of one, filled in. */
export function openInCreate(recipe: Partial<Recipe>, mode: ComposeMode = 'all'): void {
  useCompose.setState({ pendingRecipe: { recipe, mode } });
  navigate('/create');
}

/** Hands over the waiting recipe, once. */
export function takePendingRecipe(): PendingRecipe | null {
  const { pendingRecipe } = useCompose.getState();
  if (pendingRecipe) useCompose.setState({ pendingRecipe: null });
  return pendingRecipe;
}
