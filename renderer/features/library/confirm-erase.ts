import { formatBytes } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { confirm } from '../../ui/confirm.ts';
import { erase } from './actions.ts';

const mostAsked = 100_000;
const namedCollections = 3;

/** What goes with them, in paragraphs: files first, then what refers to them. When the core cannot tell, the question is asked with the plainest of them. */
async function impactOf(ids: readonly number[]): Promise<readonly string[]> {
  const words = text.library.confirmErase;
  if (ids.length === 0 || ids.length > mostAsked) return [words.text(ids.length)];
  try {
    const { sizeBytes, collections, children, referenced } = await request('library.deletionImpact', {
      ids: [...ids],
    });
    const names = collections.slice(0, namedCollections).map(({ name }) => name);
    const files = [
      referenced === ids.length ? words.textReferenced(ids.length) : words.text(ids.length - referenced),
      ...(referenced > 0 && referenced < ids.length ? [words.referenced(referenced)] : []),
      ...(sizeBytes > 0 ? [words.frees(formatBytes(sizeBytes))] : []),
    ];
    const rest = [
      ...(names.length > 0 ? [words.leaves(names, collections.length - names.length, ids.length)] : []),
      ...(children > 0 ? [words.orphans(children, ids.length)] : []),
    ];
    return [files, rest].filter((sentences) => sentences.length > 0).map((sentences) => sentences.join(' '));
  } catch {
    return [words.text(ids.length)];
  }
}

/** Says what goes, and erases it when the person agrees. */
export async function confirmErase(ids: readonly number[], confirmLabel?: string): Promise<void> {
  const words = text.library.confirmErase;
  const agreed = await confirm({
    title: words.title(ids.length),
    description: (await impactOf(ids)).join('\n\n'),
    confirmLabel: confirmLabel ?? words.confirm,
    danger: true,
  });
  if (agreed) await erase(ids);
}
