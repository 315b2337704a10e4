import { useEffect, useState } from 'react';
import type { SkippedFile } from '../../../shared/domain/exchange.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import styles from './SkippedDialog.module.css';

const perPage = 200;

/** What an import did not take in, and why. */
export function SkippedDialog({ runId, onClose }: { readonly runId: number; readonly onClose: () => void }) {
  const words = text.exchange.skipped;
  const [files, setFiles] = useState<readonly SkippedFile[] | null>(null);
  const [after, setAfter] = useState(0);
  const [complete, setComplete] = useState(false);

  useEffect(() => {
    const leaving = new AbortController();
    const load = async (): Promise<void> => {
      const options = { signal: leaving.signal };
      const page = await request('import.skipped', { runId, after, limit: perPage }, options);
      setFiles((known) => [...(known ?? []), ...page]);
      setComplete(page.length < perPage);
    };
    // Called off by the dialog's closing.
    load().catch(() => setComplete(true));
    return () => leaving.abort();
  }, [runId, after]);

  return (
    <Dialog open size="large" title={words.title} description={words.description} onClose={onClose} reading>
      {files === null ? <Skeleton height={160} /> : null}
      {files?.length === 0 ? <p>{words.none}</p> : null}
      <ul className={styles.list}>
        {files?.map(({ seq, path, reason }) => (
          <li key={seq}>
            <span className={styles.path} title={path} dir="auto">
              {path}
            </span>
            <span className={styles.reason}>{reason}</span>
          </li>
        ))}
      </ul>
      {files === null || complete ? null : (
        <Button size="small" onClick={() => setAfter(files.at(-1)?.seq ?? 0)}>
          {words.more}
        </Button>
      )}
    </Dialog>
  );
}
