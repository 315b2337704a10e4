import { Heart } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  colorLabels,
  type LibraryFacets,
  type LibraryQuery,
  pickFlag,
} from '../../../shared/domain/creation.ts';
import { mediaKind } from '../../../shared/domain/media.ts';
import { creationOrigin } from '../../../shared/domain/provider.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { DateFilter } from './DateFilter.tsx';
import styles from './FilterBar.module.css';
import { FilterButton } from './FilterButton.tsx';
import { LabelDot } from './LabelDot.tsx';
import { clearFilters, hasFilters, setQuery } from './store.ts';

const ratings = [5, 4, 3, 2, 1];

type Props = { readonly query: LibraryQuery; readonly facets: LibraryFacets | null };

export function FilterBar({ query, facets }: Props) {
  const words = text.library;
  const models = facets?.models ?? [];
  const usedProviders = creationOrigin.options.filter((id) => models.some((model) => model.provider === id));
  return (
    <div className={styles.bar} role="group" aria-label={words.filters}>
      <FilterMenu
        name={words.media.label}
        any={words.media.any}
        value={query.media}
        options={mediaKind.options.map((value) => ({ value, label: words.media[value] }))}
        onChange={(media) => setQuery({ media })}
      />
      {models.length > 0 || query.modelId !== null ? (
        <FilterMenu
          name={words.model.label}
          any={words.model.any}
          value={query.modelId}
          options={models.map((model) => ({ value: model.id, label: model.name }))}
          onChange={(modelId) => setQuery({ modelId })}
        />
      ) : null}
      {usedProviders.length > 1 || query.provider !== null ? (
        <FilterMenu
          name={words.provider.label}
          any={words.provider.any}
          value={query.provider}
          options={usedProviders.map((value) => ({ value, label: words.providers[value] }))}
          onChange={(provider) => setQuery({ provider })}
        />
      ) : null}
      <DateFilter range={query} onChange={setQuery} />
      <FilterMenu
        name={words.marks.rating}
        any={words.marks.anyRating}
        value={query.minRating === 0 ? null : String(query.minRating)}
        options={ratings.map((stars) => ({ value: String(stars), label: words.marks.atLeast(stars) }))}
        onChange={(stars) => setQuery({ minRating: Number(stars ?? 0) })}
      />
      <FilterMenu
        name={words.marks.flag}
        any={words.marks.anyFlag}
        value={query.flag}
        options={pickFlag.options.map((value) => ({ value, label: words.marks.flags[value] }))}
        onChange={(flag) => setQuery({ flag })}
      />
      <FilterMenu
        name={words.marks.label}
        any={words.marks.anyLabel}
        value={query.label}
        options={colorLabels.map((value) => ({
          value,
          label: words.marks.labels[value],
          icon: <LabelDot label={value} />,
        }))}
        onChange={(label) => setQuery({ label })}
      />
      <Chip
        selected={query.favourite}
        icon={<Heart aria-hidden="true" fill={query.favourite ? 'currentColor' : 'none'} />}
        onClick={() => setQuery({ favourite: !query.favourite })}
      >
        {words.favourites}
      </Chip>
      {hasFilters(query) ? (
        <Button variant="ghost" size="small" onClick={clearFilters}>
          {words.clearAll}
        </Button>
      ) : null}
    </div>
  );
}

type FilterMenuProps<Value extends string> = {
  readonly name: string;
  readonly any: string;
  readonly value: Value | null;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly icon?: ReactNode }[];
  readonly onChange: (value: Value | null) => void;
};

function FilterMenu<Value extends string>({ name, any, value, options, onChange }: FilterMenuProps<Value>) {
  const chosen = options.find((option) => option.value === value);
  const shown = value === null ? null : (chosen?.label ?? value);
  return (
    <Menu
      trigger={<FilterButton name={name} chosen={shown} />}
      items={[
        {
          kind: 'choice' as const,
          id: 'any',
          label: any,
          checked: value === null,
          onSelect: () => onChange(null),
        },
        { kind: 'separator' as const, id: 'separator' },
        ...options.map((option) => ({
          kind: 'choice' as const,
          id: `is:${option.value}`,
          label: option.label,
          icon: option.icon,
          checked: option.value === value,
          onSelect: () => onChange(option.value),
        })),
      ]}
    />
  );
}
