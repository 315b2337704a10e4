import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';

/** Puts a recipe on the clipboard: as our JSON, or as the text that other programs read. */
export async function copyRecipe(id: number, as: 'json' | 'parameters'): Promise<void> {
  try {
    const recipe = await request('library.recipeText', { id });
    if (!recipe) throw new Error('The creation is gone');
    await navigator.clipboard.writeText(recipe[as]);
    toast({ text: text.viewer.work.copied, kind: 'success' });
  } catch {
    toast({ text: text.viewer.copyFailed, kind: 'error' });
  }
}
