import { Dices, Lock, LockOpen } from 'lucide-react';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import styles from './OutputFields.module.css';
import { dispatch } from './store.ts';
import type { Composer } from './use-composer.ts';

const words = text.create;
/** More than the model makes at once becomes several jobs. */
const mostOutputs = 100;
const largestSeed = 4_294_967_295;

/** How many, and from which seed. */
export function OutputFields({ composer }: { readonly composer: Composer }) {
  const { form, layout } = composer;
  return (
    <div className={styles.row}>
      <NumberField
        label={words.outputs}
        value={form.count}
        min={1}
        max={mostOutputs}
        onChange={(count) => dispatch({ type: 'edit', change: { count: clampCount(count) } })}
      />
      {layout.seed ? <SeedField seed={form.seed} locked={form.seedLocked} /> : null}
    </div>
  );
}

function SeedField({ seed, locked }: { readonly seed: number | null; readonly locked: boolean }) {
  const lock = (next: number) => dispatch({ type: 'seed', seed: next, locked: true });
  return (
    <div className={styles.seed}>
      <NumberField
        label={words.seed}
        value={locked ? seed : null}
        min={0}
        max={largestSeed}
        placeholder={words.seedRandom}
        onChange={(next) => {
          if (next === null) dispatch({ type: 'seed', seed, locked: false });
          else lock(Math.min(largestSeed, Math.max(0, Math.round(next))));
        }}
      />
      {locked ? (
        <IconButton label={words.newSeed} icon={<Dices size={16} />} onClick={() => lock(randomSeed())} />
      ) : null}
      <IconButton
        label={locked ? words.unlockSeed : words.lockSeed}
        pressed={locked}
        icon={locked ? <Lock size={16} /> : <LockOpen size={16} />}
        onClick={() => dispatch({ type: 'seed', seed: seed ?? randomSeed(), locked: !locked })}
      />
    </div>
  );
}

function clampCount(count: number | null): number {
  return Math.min(mostOutputs, Math.max(1, Math.round(count ?? 1)));
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
