import { FolderOpen, Images, Paintbrush, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { addFromLibrary, pickFiles } from './add-references.ts';
import type { ReferenceFile } from './form-state.ts';
import { LibraryPicker } from './LibraryPicker.tsx';
import { openMaskPainter, useMaskStore } from './mask/mask-store.ts';
import { maskedPicture } from './mask/MaskPainter.tsx';
import { type FileParameter, fileLimit } from './parameter-form.ts';
import styles from './References.module.css';
import { dispatch } from './store.ts';
import type { Composer } from './use-composer.ts';
import { problemWords } from './words.ts';

const words = text.create;

/** One row of places for each file input of the model. */
export function References({ composer }: { readonly composer: Composer }) {
  const { form, model, layout, checked, tried } = composer;
  const [picking, setPicking] = useState<string | null>(null);
  const placed = form.files.map((file, index) => ({ file, index }));
  const base = maskedPicture(composer);
  const painted = useMaskStore((state) => state.painted);
  const isStale = (sha256: string) => painted?.mask === sha256 && painted.picture !== base?.sha256;
  const unused = placed.filter(({ file }) => file.key === null);
  return (
    <>
      {layout.files.map((entry) => {
        const problem = checked.problems.find((one) => one.kind === 'no-file' && one.key === entry.key);
        return (
          <FileRow
            key={entry.key}
            entry={entry}
            files={placed.filter(({ file }) => file.key === entry.key)}
            error={problem && tried ? problemWords(problem, () => entry.title) : undefined}
            onPick={() => void pickFiles(model, entry.key)}
            onPickCreation={() => setPicking(entry.key)}
            onPaint={entry.role === 'mask' && base ? openMaskPainter : null}
            warning={
              form.files.some((file) => file.key === entry.key && isStale(file.sha256))
                ? words.mask.stale
                : null
            }
          />
        );
      })}
      {unused.length > 0 ? (
        <div className={styles.field}>
          <p className={styles.hint}>{words.notUsed(unused.length)}</p>
          <div className={styles.files} data-unused="true">
            {unused.map(({ file, index }, place) => (
              <FileTile key={index} file={file} index={index} title={words.references} place={place + 1} />
            ))}
          </div>
        </div>
      ) : null}
      <LibraryPicker
        open={picking !== null}
        onClose={() => setPicking(null)}
        onPick={(id) => void addFromLibrary(model, picking, [id])}
      />
    </>
  );
}

type PlacedFile = { readonly file: ReferenceFile; readonly index: number };

type RowProps = {
  readonly entry: FileParameter;
  readonly files: readonly PlacedFile[];
  readonly error: string | undefined;
  readonly onPick: () => void;
  readonly onPickCreation: () => void;
  /** Null where there is nothing to paint on, or nothing to paint. */
  readonly onPaint: (() => void) | null;
  readonly warning: string | null;
};

function FileRow({ entry, files, error, onPick, onPickCreation, onPaint, warning }: RowProps) {
  const isFull = files.length >= fileLimit(entry);
  const label = `${entry.accept === 'image' ? words.addPicture : words.addFile}: ${entry.title}`;
  return (
    <div className={styles.field} role="group" aria-label={entry.title}>
      <span className={styles.label}>
        {entry.title}
        {entry.required ? null : <span className={styles.hint}>{words.optional}</span>}
      </span>
      <div className={styles.files}>
        {files.map(({ file, index }, place) => (
          <FileTile key={index} file={file} index={index} title={entry.title} place={place + 1} />
        ))}
        {isFull ? null : (
          <Menu
            trigger={
              <button type="button" className={styles.add} aria-label={label}>
                <Plus size={16} aria-hidden="true" />
                {files.length === 0 ? <span>{words.dropHere}</span> : null}
              </button>
            }
            items={[
              { id: 'file', label: words.fromFile, icon: <FolderOpen />, onSelect: onPick },
              { id: 'library', label: words.fromLibrary, icon: <Images />, onSelect: onPickCreation },
            ]}
          />
        )}
      </div>
      {onPaint ? (
        <div>
          <Button size="small" onClick={onPaint}>
            <Paintbrush size={14} aria-hidden="true" />
            {files.length > 0 ? words.mask.change : words.mask.paint}
          </Button>
        </div>
      ) : null}
      {warning ? (
        <p className={styles.warning} role="status">
          {warning}
        </p>
      ) : null}
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function FileTile({
  file,
  index,
  title,
  place,
}: PlacedFile & { readonly title: string; readonly place: number }) {
  const name = words.fileAlt(title, place);
  return (
    <span className={styles.file}>
      {file.mime.startsWith('image/') ? (
        <img src={mediaUrl.input(file.sha256)} alt={name} />
      ) : (
        <span className={styles.mime}>{file.mime}</span>
      )}
      <button
        type="button"
        aria-label={words.removeFile(name)}
        onClick={() => dispatch({ type: 'remove-file', index })}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}
