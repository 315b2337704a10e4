import type { Creation } from '../../../shared/domain/creation.ts';
import { recallInCreate } from '../../app/compose.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';

/** Opens the whole recipe in Create. What was imported, nobody here could make again. */
export function AgainButton({ creation }: { readonly creation: Creation }) {
  if (creation.provider === 'import') return null;
  return <Button onClick={() => recallInCreate(creation, 'all')}>{text.originals.missing.again}</Button>;
}
