import type { StorageUse } from '../../../shared/contract.ts';
import { text } from '../../app/messages.ts';
import { formatBytes } from '../../../shared/format.ts';
import styles from './StorageSection.module.css';

const words = text.settings;

/** What fills the disk, by kind, as one bar with its legend. */
export function StorageBar({ use }: { readonly use: StorageUse }) {
  const parts = [
    { id: 'originals', label: words.originals, bytes: use.originalsBytes },
    { id: 'thumbnails', label: words.thumbnails, bytes: use.thumbnailsBytes },
    { id: 'inputs', label: words.inputs, bytes: use.inputsBytes },
    { id: 'database', label: words.database, bytes: use.databaseBytes },
  ];
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className={styles.use}>
      <p className={styles.total}>
        <strong>{words.used(formatBytes(total))}</strong>
        {use.freeBytes === null ? null : <span>{words.freeSpace(formatBytes(use.freeBytes))}</span>}
      </p>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ id, bytes }) =>
          bytes > 0 ? <span key={id} data-kind={id} style={{ flexGrow: bytes / total }} /> : null,
        )}
      </div>
      <dl className={styles.legend}>
        {parts.map(({ id, label, bytes }) => (
          <div key={id} data-kind={id} className={styles.entry}>
            <dt>{label}</dt>
            <dd>{formatBytes(bytes)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
