import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import type { OrderStep } from './manual-order.ts';
import { moveByStep, orderedCollection } from './ordering.ts';
import { useLibrary } from './store.ts';

/** Moving creations within a collection by key. @param targets what a key is about; asked when it comes */
export function useOrderActions(targets: () => readonly number[]): void {
  const words = text.library.order;
  const enabled = useLibrary((state) => orderedCollection(state) !== null);
  const run = (step: OrderStep) => () => void moveByStep(targets(), step);
  useAction({ id: 'library.moveBack', label: words.back, keys: 'Alt+ArrowLeft', enabled, run: run('back') });
  useAction({
    id: 'library.moveForward',
    label: words.forward,
    keys: 'Alt+ArrowRight',
    enabled,
    run: run('forward'),
  });
  useAction({ id: 'library.moveStart', label: words.start, keys: 'Alt+Home', enabled, run: run('start') });
  useAction({ id: 'library.moveEnd', label: words.end, keys: 'Alt+End', enabled, run: run('end') });
}
