import { ImageOff } from 'lucide-react';
import type { Creation } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LocateButton } from '../exchange/LocateButton.tsx';
import { AgainButton } from './AgainButton.tsx';

/** The original is not where it was kept, or is another file now. */
export function Missing({ creation }: { readonly creation: Creation }) {
  const words = text.originals.missing;
  const { reference } = creation;
  const hint = creation.provider === 'import' ? words.textImported : words.text;
  const gone = reference === null ? '' : `${words.gone(reference.path)} `;
  return (
    <EmptyState
      icon={<ImageOff />}
      title={reference?.changed ? words.changedTitle : words.title}
      text={reference?.changed ? words.changedText(reference.path) : gone + hint}
      action={
        <>
          <LocateButton />
          <AgainButton creation={creation} />
        </>
      }
    />
  );
}
