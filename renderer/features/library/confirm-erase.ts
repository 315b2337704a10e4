import { text } from '../../app/messages.ts';
import { confirm } from '../../ui/confirm.ts';
import { erase } from './actions.ts';

/** Says what goes, and erases it when the person agrees. */
export async function confirmErase(ids: readonly number[], confirmLabel?: string): Promise<void> {
  const words = text.library.confirmErase;
  const agreed = await confirm({
    title: words.title(ids.length),
    description: words.text(ids.length),
    confirmLabel: confirmLabel ?? words.confirm,
    danger: true,
  });
  if (agreed) await erase(ids);
}
