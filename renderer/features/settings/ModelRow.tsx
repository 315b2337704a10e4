import { format, parseISO } from 'date-fns';
import { Clapperboard, Image, Trash2 } from 'lucide-react';
import type { ListedModel, Price } from '../../../shared/domain/model.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { classNames } from '../../ui/class-names.ts';
import { confirm } from '../../ui/confirm.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './ModelsSection.module.css';
import { priceWords } from './price-words.ts';

const words = text.settings;

/** @param successor the name of the model to use instead, where the catalogue has one */
export function ModelRow({
  model,
  successor,
}: {
  readonly model: ListedModel;
  readonly successor: string | null;
}) {
  const MediaIcon = model.media === 'video' ? Clapperboard : Image;
  return (
    <li className={styles.model}>
      <MediaIcon
        className={styles.media}
        size={16}
        role="img"
        aria-label={model.media === 'video' ? words.video : words.image}
      />
      <div className={styles.words}>
        <p className={styles.nameLine}>
          <span className={styles.name}>{model.name}</span>
          {model.ai ? null : <span className={styles.tag}>{words.procedural}</span>}
          {model.origin === 'added' ? <span className={styles.tag}>{words.addedByYou}</span> : null}
          {model.retiresOn ? <Retirement model={model} day={model.retiresOn} successor={successor} /> : null}
        </p>
        <p className={styles.summary} title={model.summary}>
          {model.summary}
        </p>
      </div>
      <div className={styles.price}>
        <p>{priceWords(model.price)}</p>
        {model.price && model.price.unit !== 'free' ? <PriceSource price={model.price} /> : null}
      </div>
      {model.origin === 'added' ? (
        <IconButton
          label={words.removeModel(model.name)}
          icon={<Trash2 />}
          onClick={() => void removeModel(model)}
        />
      ) : null}
      {model.retired ? null : (
        <Switch
          label={words.showInCreate(model.name)}
          hideLabel
          checked={!model.hidden}
          onChange={(shown) => void request('models.setHidden', { id: model.id, hidden: !shown })}
        />
      )}
    </li>
  );
}

type RetirementProps = {
  readonly model: ListedModel;
  readonly day: string;
  readonly successor: string | null;
};

function Retirement({ model, day, successor }: RetirementProps) {
  const when = format(parseISO(day), 'd MMM yyyy');
  const fact = model.retired ? words.retiredOn(when) : words.retiresOn(when);
  return (
    <span className={classNames(styles.tag, !model.retired && styles.warn)}>
      {successor ? `${fact} · ${words.successor(successor)}` : fact}
    </span>
  );
}

/** The day of the price; a button to the page it was read on, where that is a page. */
function PriceSource({ price }: { readonly price: Price }) {
  const asOf = words.priceSource(format(parseISO(price.asOf), 'd MMM yyyy'));
  const { source } = price;
  if (!source.startsWith('https://')) return <p className={styles.source}>{asOf}</p>;
  return (
    <button
      type="button"
      className={styles.source}
      title={source}
      onClick={() => void request('app.openExternal', { url: source })}
    >
      {asOf}
    </button>
  );
}

async function removeModel({ id, name }: ListedModel): Promise<void> {
  const confirmed = await confirm({
    title: words.removeModelTitle(name),
    description: words.removeModelText,
    confirmLabel: words.removeModel(name),
    danger: true,
  });
  if (confirmed) await request('models.remove', { id });
}
