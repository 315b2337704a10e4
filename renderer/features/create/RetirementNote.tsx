import type { ListedModel } from '../../../shared/domain/model.ts';
import { useModels } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../queue/use-now.ts';
import { retiresSoon } from './model-search.ts';
import styles from './RetirementNote.module.css';
import { chooseModel } from './store.ts';
import { dayWords } from './words.ts';

const words = text.create;

/** Says when a model is switched off soon, and offers what takes its place. */
export function RetirementNote({ model }: { readonly model: ListedModel }) {
  const models = useModels();
  const now = useNow(false);
  if (model.retiresOn === undefined || !retiresSoon(model, now)) return null;
  const successor = models?.find((entry) => entry.id === model.successor && !entry.retired);
  return (
    <div className={styles.note}>
      <p>{words.retiresSoon(model.name, dayWords(model.retiresOn), successor?.name ?? null)}</p>
      {successor ? (
        <Button size="small" onClick={() => chooseModel(successor)}>
          {words.switchTo(successor.name)}
        </Button>
      ) : null}
    </div>
  );
}
