import { useRef, useState } from 'react';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { isCancelled, request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { toast } from '../../ui/toasts.ts';

const words = text.originals.locate;

type Props = {
  readonly label?: string;
  /** One whose file is there but damaged, to look for too. */
  readonly damaged?: number | null;
  readonly onFound?: () => void;
};

/**
 * Looks for missing originals in a folder the person picks. While it looks, the same button stops it; it goes on, and
 * tells what it found, when the button goes because the file it stood for is there again.
 */
export function LocateButton({ label = words.action, damaged = null, onFound }: Props) {
  const own = useRef<AbortController | null>(null);
  const [looking, setLooking] = useState(false);

  const locate = async (): Promise<void> => {
    const started = new AbortController();
    own.current = started;
    setLooking(true);
    try {
      const answer = await request('storage.locate', { damaged }, { signal: started.signal });
      if (!answer.ok) {
        const { what, todo } = describeFailure(answer.error, words.open);
        toast({ text: `${what} ${todo}`, kind: 'error' });
      } else if (answer.value) {
        const { found, left } = answer.value;
        const kind = found > 0 ? 'success' : 'info';
        if (found > 0) onFound?.();
        toast({ text: found > 0 ? words.found(found, left) : words.nothing(left), kind });
      }
    } catch (error) {
      if (!isCancelled(error)) throw error;
    } finally {
      own.current = null;
      setLooking(false);
    }
  };

  return looking ? (
    <Button icon={<Spinner />} onClick={() => own.current?.abort()}>
      {words.stop}
    </Button>
  ) : (
    <Button onClick={() => void locate()}>{label}</Button>
  );
}
