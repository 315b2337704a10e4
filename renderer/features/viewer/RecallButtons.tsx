import type { Creation } from '../../../shared/domain/creation.ts';
import { recallInCreate } from '../../app/compose.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { PaneHeading } from '../../ui/PaneHeading.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import styles from './RecallButtons.module.css';

/** Takes a recipe, or a part of it, back to Create. */
export function RecallButtons({ creation }: { readonly creation: Creation }) {
  const { recipe } = creation;
  const words = text.viewer;
  const hints = words.recallHints;
  const hasPrompt = recipe.prompt.trim() !== '';
  const ways = [
    { mode: 'all', label: words.recallAll, hint: hints.all, keys: 'A', enabled: true },
    { mode: 'prompt', label: words.recallPrompt, hint: hints.prompt, keys: 'Shift+P', enabled: hasPrompt },
    { mode: 'seed', label: words.recallSeed, hint: hints.seed, keys: 'S', enabled: recipe.seed !== null },
    { mode: 'remix', label: words.remix, hint: hints.remix, keys: 'R', enabled: true },
  ] as const;
  return (
    <section>
      <PaneHeading title={words.recallTitle} />
      <div className={styles.buttons}>
        {ways.map((way) => (
          <Way key={way.mode} {...way} run={() => recallInCreate(creation, way.mode)} />
        ))}
      </div>
    </section>
  );
}

type WayProps = {
  readonly mode: string;
  readonly label: string;
  readonly hint: string;
  readonly keys: string;
  readonly enabled: boolean;
  readonly run: () => void;
};

function Way({ mode, label, hint, keys, enabled, run }: WayProps) {
  useAction({
    id: `viewer.recall.${mode}`,
    label: `${text.viewer.recallTitle}: ${label}`,
    keys,
    run,
    enabled,
  });
  return (
    <Tooltip text={hint} keys={keys}>
      <Button size="small" disabled={!enabled} onClick={run}>
        {label}
      </Button>
    </Tooltip>
  );
}
