import { FileWarning } from 'lucide-react';
import { useEffect, useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import type { Creation } from '../../../shared/domain/creation.ts';
import type { OriginalState } from '../../../shared/domain/storage.ts';
import { text } from '../../app/messages.ts';
import { isCancelled, request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { LocateButton } from '../exchange/LocateButton.tsx';
import { reveal } from '../library/actions.ts';
import { AgainButton } from './AgainButton.tsx';
import { Missing } from './Missing.tsx';
import styles from './Unshown.module.css';

type Props = {
  readonly creation: Creation;
  readonly onAgain: () => void;
  readonly onTrash: () => void;
};

/** The original is there but no picture came of it: says why, and what can be done. */
export function Unshown({ creation, onAgain, onTrash }: Props) {
  const state = useOriginalState(creation.id);
  if (state === null) return <Examining />;
  if (state.kind === 'missing') return <Missing creation={creation} />;
  return (
    <EmptyState
      icon={<FileWarning />}
      {...text.originals.unshown.of(state)}
      action={
        <>
          <Remedies state={state} creation={creation} onAgain={onAgain} />
          {creation.trashedAt === null ? (
            <Button variant="ghost" onClick={onTrash}>
              {text.viewer.trash}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

type RemediesProps = Omit<Props, 'onTrash'> & { readonly state: OriginalState };

function Remedies({ state, creation, onAgain }: RemediesProps) {
  const words = text.originals.unshown;
  if (state.kind === 'unreadable') return <Button onClick={onAgain}>{words.retry}</Button>;
  if (state.kind === 'intact') {
    return (
      <>
        <Button onClick={() => void reveal(creation.id)}>{text.viewer.reveal}</Button>
        <AgainButton creation={creation} />
      </>
    );
  }
  return (
    <>
      <LocateButton label={words.findCopy} damaged={creation.id} onFound={onAgain} />
      <AgainButton creation={creation} />
      <Button onClick={() => navigate('/settings/storage')}>{words.check}</Button>
    </>
  );
}

function Examining() {
  return (
    <p className={styles.examining} role="status">
      <Spinner />
      {text.originals.unshown.examining}
    </p>
  );
}

/** Null while the file is being read. */
function useOriginalState(id: number): OriginalState | null {
  const [state, setState] = useState<OriginalState | null>(null);
  useEffect(() => {
    const reading = new AbortController();
    request('storage.examine', { id }, { signal: reading.signal }).then(setState, (error: unknown) => {
      if (!isCancelled(error)) setState({ kind: 'unreadable', detail: String(error) });
    });
    return () => reading.abort();
  }, [id]);
  return state;
}
