import { Check, Clapperboard, ImageIcon } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import type { ListedModel } from '../../../shared/domain/model.ts';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { useModels, useProviders } from '../../app/live-data.ts';
import { formatRough } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './ModelList.module.css';
import { searchModels } from './model-search.ts';
import { dayWords, listPriceWords } from './words.ts';

const words = text.create;

type Props = { readonly chosen: ListedModel; readonly onChoose: (model: ListedModel) => void };
type MediaFilter = 'any' | 'image' | 'video';

/** Models by provider, found by typing; arrows go from the search field through the list. */
export function ModelList({ chosen, onChoose }: Props) {
  const models = useModels() ?? [];
  const providers = useProviders() ?? [];
  const [query, setQuery] = useState('');
  const [media, setMedia] = useState<MediaFilter>('any');
  const root = useRef<HTMLDivElement>(null);
  const groups = searchModels(models, providers, query, media === 'any' ? null : media);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    if (event.target instanceof Element && event.target.closest('[role=radiogroup]')) return;
    const rows = [...(root.current?.querySelectorAll<HTMLElement>('[data-model]') ?? [])];
    const at = rows.findIndex((row) => row === document.activeElement);
    const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
    event.preventDefault();
    if (next < 0) root.current?.querySelector('input')?.focus();
    else rows[next]?.focus();
  };
  const onEnter = (event: KeyboardEvent) => {
    const first = groups[0]?.models[0];
    if (event.key !== 'Enter' || query.trim() === '' || !first) return;
    event.preventDefault();
    onChoose(first);
  };

  return (
    <div ref={root} className={styles.root} onKeyDown={onKeyDown}>
      <div className={styles.filter}>
        <div className={styles.search}>
          <TextField
            label={words.searchModels}
            hideLabel
            autoFocus
            placeholder={words.searchModels}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onEnter}
          />
        </div>
        <SegmentedControl<MediaFilter>
          label={words.models}
          value={media}
          onChange={setMedia}
          options={[
            { value: 'any', label: words.anyMedia },
            { value: 'image', label: words.images },
            { value: 'video', label: words.videos },
          ]}
        />
      </div>
      <div className={styles.groups}>
        {groups.length === 0 ? (
          <p className={styles.none}>{query ? words.noModel(query) : words.noModels}</p>
        ) : null}
        {groups.map((group) => (
          <section key={group.provider.id} aria-label={group.provider.name}>
            <GroupHead provider={group.provider} />
            <ul className={styles.list}>
              {group.models.map((model) => (
                <li key={model.id}>
                  <ModelRow
                    model={model}
                    isChosen={model.id === chosen.id}
                    onChoose={() => onChoose(model)}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function GroupHead({ provider }: { readonly provider: ProviderStatus }) {
  return (
    <div className={styles.head}>
      <h3>{provider.name}</h3>
      {provider.configured ? null : (
        <Button size="small" onClick={() => navigate('/settings/providers')}>
          {provider.auth === 'address' ? words.addAddress : words.addKey}
        </Button>
      )}
    </div>
  );
}

type RowProps = { readonly model: ListedModel; readonly isChosen: boolean; readonly onChoose: () => void };

function ModelRow({ model, isChosen, onChoose }: RowProps) {
  const Icon = model.media === 'video' ? Clapperboard : ImageIcon;
  return (
    <button
      type="button"
      data-model={model.id}
      className={styles.row}
      aria-current={isChosen || undefined}
      onClick={onChoose}
    >
      <Icon size={16} role="img" aria-label={words.media[model.media]} />
      <span className={styles.words}>
        <span className={styles.name}>
          {model.name}
          {model.ai ? null : <Chip>{words.procedural}</Chip>}
        </span>
        <span className={styles.summary}>{model.summary}</span>
      </span>
      <span className={styles.facts}>
        <span>{listPriceWords(model)}</span>
        <span className={styles.summary} data-warning={model.retiresOn !== undefined}>
          {model.retiresOn === undefined
            ? model.typicalSeconds && words.typical(formatRough(model.typicalSeconds))
            : words.retires(dayWords(model.retiresOn))}
        </span>
      </span>
      <span className={styles.check}>
        {isChosen ? <Check size={16} role="img" aria-label={words.chosen} /> : null}
      </span>
    </button>
  );
}
