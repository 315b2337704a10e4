import { Eraser, FlipHorizontal2, Paintbrush, Redo2, Trash2, Undo2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { mediaUrl } from '../../../../shared/contract.ts';
import { text } from '../../../app/messages.ts';
import { request } from '../../../bridge/client.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Slider } from '../../../ui/Slider.tsx';
import { toast } from '../../../ui/toasts.ts';
import { fileOfRole } from '../capability.ts';
import type { ReferenceFile } from '../form-state.ts';
import type { FileParameter } from '../parameter-form.ts';
import { dispatch } from '../store.ts';
import type { Composer } from '../use-composer.ts';
import { isAnythingPainted, maskPng } from './draw-mask.ts';
import { closeMaskPainter, useMaskStore } from './mask-store.ts';
import { nothingPainted, redoStep, undoStep, withStep } from './mask-strokes.ts';
import { MaskCanvas } from './MaskCanvas.tsx';
import styles from './MaskPainter.module.css';

const words = text.create.mask;
const brush = { min: 1, max: 25, first: 6, step: 2 } as const;

/** The picture that a mask of this form is for: the first of the model's pictures. */
export function maskedPicture({ form, model }: Pick<Composer, 'form' | 'model'>): ReferenceFile | null {
  const place = fileOfRole(model.parameters, 'image') ?? fileOfRole(model.parameters, 'images');
  return form.files.find((file) => place !== null && file.key === place.key) ?? null;
}

/** Paints the part of a picture that is to be drawn anew, and puts the mask where the model takes it. */
export function MaskPainter({ composer }: { readonly composer: Composer }) {
  const isOpen = useMaskStore((state) => state.open);
  const entry = fileOfRole(composer.model.parameters, 'mask');
  const picture = maskedPicture(composer);
  const isShown = isOpen && entry !== null && picture !== null;
  return (
    <Dialog title={words.title} size="large" open={isShown} onClose={closeMaskPainter}>
      {isShown ? <Painter composer={composer} entry={entry} picture={picture} /> : null}
    </Dialog>
  );
}

type Props = {
  readonly composer: Composer;
  readonly entry: FileParameter;
  readonly picture: ReferenceFile;
};

type Size = { readonly width: number; readonly height: number };

function Painter({ composer, entry, picture }: Props) {
  const painted = useMaskStore((state) => state.painted);
  const mask = composer.form.files.find((file) => file.key === entry.key);
  const isGoingOn = painted?.picture === picture.sha256 && painted.mask === mask?.sha256;
  const [history, setHistory] = useState(isGoingOn ? { steps: painted.steps, undone: [] } : nothingPainted);
  const [tool, setTool] = useState<'brush' | 'eraser'>('brush');
  const [percent, setPercent] = useState<number>(brush.first);
  const [size, setSize] = useState<Size | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { steps, undone } = history;

  const use = async () => {
    if (!size) return;
    if (!isAnythingPainted(steps, size)) return setProblem(words.nothing);
    setBusy(true);
    try {
      const png = await maskPng(steps, size, entry.redraws ?? 'white');
      const added = await request('inputs.add', { bytes: new Uint8Array(await png.arrayBuffer()) });
      if (!added.ok) throw new Error(added.error.detail);
      const { sha256 } = added.value;
      dispatch({ type: 'add-files', model: composer.model, key: entry.key, files: [added.value] });
      useMaskStore.setState({ open: false, painted: { picture: picture.sha256, mask: sha256, steps } });
    } catch {
      toast({ text: words.failed, kind: 'error' });
    }
    setBusy(false);
  };

  const resize = (by: number) => setPercent((last) => Math.min(brush.max, Math.max(brush.min, last + by)));
  const onKeyDown = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isCommand && key === 'z') setHistory(event.shiftKey ? redoStep : undoStep);
    else if (isCommand || event.altKey) return;
    else if (key === 'b') setTool('brush');
    else if (key === 'e') setTool('eraser');
    else if (key === '[') resize(-brush.step);
    else if (key === ']') resize(brush.step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the tools inside; each has a control too
    <div className={styles.painter} onKeyDown={onKeyDown}>
      <div className={styles.tools} role="toolbar" aria-label={words.tools}>
        <SegmentedControl
          label={words.tool}
          value={tool}
          onChange={setTool}
          options={[
            { value: 'brush', label: words.brush, icon: <Paintbrush size={14} aria-hidden="true" /> },
            { value: 'eraser', label: words.eraser, icon: <Eraser size={14} aria-hidden="true" /> },
          ]}
        />
        <div className={styles.size}>
          <Slider
            label={words.size}
            value={percent}
            min={brush.min}
            max={brush.max}
            onChange={setPercent}
            format={words.sizeValue}
          />
        </div>
        <span className={styles.space} />
        <IconButton
          label={words.undo}
          keys="Mod+Z"
          icon={<Undo2 size={16} />}
          disabled={steps.length === 0}
          onClick={() => setHistory(undoStep)}
        />
        <IconButton
          label={words.redo}
          keys="Mod+Shift+Z"
          icon={<Redo2 size={16} />}
          disabled={undone.length === 0}
          onClick={() => setHistory(redoStep)}
        />
        <IconButton
          label={words.invert}
          icon={<FlipHorizontal2 size={16} />}
          onClick={() => setHistory((last) => withStep(last, { kind: 'invert' }))}
        />
        <IconButton
          label={words.clear}
          icon={<Trash2 size={16} />}
          disabled={steps.length === 0}
          onClick={() => setHistory((last) => withStep(last, { kind: 'clear' }))}
        />
      </div>
      <MaskCanvas
        source={mediaUrl.input(picture.sha256)}
        steps={steps}
        erases={tool === 'eraser'}
        brushPercent={percent}
        onSize={setSize}
        onStroke={(stroke) => {
          setProblem(null);
          setHistory((last) => withStep(last, stroke));
        }}
      />
      <p className={styles.hint} id="mask-hint">
        {words.hint}
      </p>
      {problem ? (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      ) : null}
      <footer className={styles.footer}>
        <Button onClick={closeMaskPainter}>{words.cancel}</Button>
        <Button variant="primary" loading={busy} disabled={!size} onClick={() => void use()}>
          {words.use}
        </Button>
      </footer>
    </div>
  );
}
