import { Info } from 'lucide-react';
import { useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { ConsentDialog } from './ConsentDialog.tsx';
import { generate, needsConsent } from './generate.ts';
import styles from './GenerateBar.module.css';
import { PriceBreakdown } from './PriceBreakdown.tsx';
import { setTried } from './store.ts';
import type { Composer } from './use-composer.ts';
import { generateWords, problemWords } from './words.ts';

const words = text.create;

/** The button with the price on it. What is wrong is said before anything is asked or sent. */
export function GenerateBar({ composer }: { readonly composer: Composer }) {
  const { checked, layout, model, provider, quote, tried } = composer;
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const titles = new Map(model.parameters.map((entry) => [entry.key, entry.title]));
  const isReady = provider === undefined || provider.configured;

  const send = async () => {
    setBusy(true);
    await generate(composer);
    setBusy(false);
  };
  const press = () => {
    if (busy) return;
    if (!isReady) return navigate('/settings/providers');
    setTried(true);
    if (checked.problems.length > 0) return;
    if (needsConsent(composer)) setAsking(true);
    else void send();
  };
  useAction({ id: 'create.generate', label: words.generate, keys: 'Mod+Enter', run: press });

  // The prompt says its own; a line here is for what may be out of sight.
  const first = checked.problems.find(
    (problem) =>
      !(
        layout.prompt &&
        (problem.kind === 'no-prompt' || problem.kind === 'prompt-length' || problem.kind === 'too-many')
      ),
  );
  const addFirst =
    provider?.auth === 'address' ? words.addAddressFor(provider.name) : words.addKeyFor(provider?.name ?? '');
  return (
    <div className={styles.bar}>
      {tried && first ? (
        <p className={styles.problem} role="alert">
          {first.kind === 'value' ? `${titles.get(first.of.key) ?? first.of.key}: ` : ''}
          {problemWords(first, (key) => titles.get(key) ?? key)}
        </p>
      ) : null}
      {isReady && !quote.free && !quote.complete ? <p className={styles.note}>{words.line.unknown}</p> : null}
      <div className={styles.row}>
        <Button variant="primary" size="large" className={styles.generate} loading={busy} onClick={press}>
          {isReady ? generateWords(quote, provider) : addFirst}
        </Button>
        <Popover
          label={words.breakdownTitle}
          side="top"
          align="end"
          trigger={<IconButton size="large" label={words.breakdown} icon={<Info size={16} />} />}
        >
          <PriceBreakdown composer={composer} />
        </Popover>
      </div>
      <ConsentDialog
        composer={composer}
        open={asking}
        onClose={() => setAsking(false)}
        onAgree={() => {
          setAsking(false);
          void send();
        }}
      />
    </div>
  );
}
