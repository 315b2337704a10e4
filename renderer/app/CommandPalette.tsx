import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { Kbd } from '../ui/Kbd.tsx';
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';
import { areaOf, isEverywhere } from './chords.ts';
import styles from './CommandPalette.module.css';
import { matchCommands } from './match-commands.ts';
import { text } from './messages.ts';
import { keysOf, runnable, useActions, type Action } from './shortcuts.ts';

type CommandPaletteProps = { readonly open: boolean; readonly onClose: () => void };

/** Reaches every action that can run now, by typing a few letters of it. */
export function CommandPalette({ open, onClose }: CommandPaletteProps) {
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <VisuallyHidden>
            <Dialog.Title>{text.frame.palette}</Dialog.Title>
          </VisuallyHidden>
          <PaletteBody onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onClose }: { readonly onClose: () => void }) {
  const listId = useId();
  const offered = useActions((state) => state.offered);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const matches = matchCommands(
    pageFirst(runnable(offered).filter((action) => action.id !== 'frame.palette')),
    query,
  );
  const current = Math.min(chosen, matches.length - 1);

  const run = (action: Action | undefined) => {
    if (!action) return;
    onClose();
    // After the palette has given the focus back, so that the action may move it.
    setTimeout(action.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && matches.length > 0) {
      event.preventDefault();
      setChosen((current + step + matches.length) % matches.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(matches[current]);
    }
  };

  return (
    <>
      <div className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className={styles.input}
          role="combobox"
          aria-label={text.frame.palette}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={matches.length > 0 ? `${listId}-${current}` : undefined}
          aria-autocomplete="list"
          placeholder={text.frame.paletteHint}
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label={text.frame.paletteResults} className={styles.list}>
        {matches.map((action, place) => (
          <PaletteLine
            key={action.id}
            id={`${listId}-${place}`}
            action={action}
            selected={place === current}
            onPoint={() => setChosen(place)}
            onRun={() => run(action)}
          />
        ))}
      </div>
      {matches.length === 0 ? (
        <p className={styles.empty} role="status">
          {text.frame.paletteEmpty(query)}
        </p>
      ) : null}
    </>
  );
}

/** What the page offers comes before what is offered everywhere. */
function pageFirst(actions: readonly Action[]): readonly Action[] {
  const [page, rest] = [false, true].map((place) =>
    actions.filter((action) => isEverywhere(action.id) === place),
  );
  return [...(page ?? []), ...(rest ?? [])];
}

type LineProps = {
  readonly id: string;
  readonly action: Action;
  readonly selected: boolean;
  readonly onPoint: () => void;
  readonly onRun: () => void;
};

function PaletteLine({ id, action, selected, onPoint, onRun }: LineProps) {
  const keys = keysOf(action);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the combobox above takes the keys
    <div
      ref={(element) => {
        if (selected) element?.scrollIntoView({ block: 'nearest' });
      }}
      id={id}
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      className={styles.line}
      onPointerMove={onPoint}
      onClick={onRun}
    >
      <span className={styles.label}>{action.label}</span>
      {isEverywhere(action.id) ? null : (
        <span className={styles.area}>{text.frame.area(areaOf(action.id))}</span>
      )}
      {keys ? <Kbd keys={keys} /> : null}
    </div>
  );
}
