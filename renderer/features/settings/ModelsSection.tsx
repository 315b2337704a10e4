import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { ListedModel } from '../../../shared/domain/model.ts';
import { useModels, useProviders } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { groupBy } from '../../ui/group-by.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/toasts.ts';
import { AddModelForm } from './AddModelForm.tsx';
import { ModelRow } from './ModelRow.tsx';
import styles from './ModelsSection.module.css';
import { Card, Section } from './Section.tsx';
import { useTask } from './use-task.ts';

const words = text.settings;

export function ModelsSection() {
  const models = useModels();
  const [query, setQuery] = useState('');
  const [refreshing, run] = useTask();
  return (
    <Section
      title={words.sections.models}
      lead={words.modelsLead}
      actions={
        <Button icon={<RefreshCw />} loading={refreshing} onClick={() => run(refreshModels)}>
          {words.refreshModels}
        </Button>
      }
    >
      <Card>
        <AddModelForm />
      </Card>
      <div className={styles.search}>
        <TextField
          label={words.searchModels}
          hideLabel
          type="search"
          placeholder={words.searchModels}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {models ? <ModelList models={models} query={query} /> : <Skeleton height={480} radius={12} />}
    </Section>
  );
}

type ModelListProps = { readonly models: readonly ListedModel[]; readonly query: string };

function ModelList({ models, query }: ModelListProps) {
  const providers = useProviders();
  const nameOf = (id: string) => providers?.find((provider) => provider.id === id)?.name ?? id;
  const nameOfModel = (id: string) => models.find((model) => model.id === id)?.name ?? id;
  const wanted = query.trim().toLowerCase();
  const matching = models.filter((model) =>
    `${model.name} ${model.slug} ${model.media}`.toLowerCase().includes(wanted),
  );
  const retired = matching.filter((model) => model.retired);
  const served = groupBy(
    matching.filter((model) => !model.retired),
    (model) => model.provider,
  );
  if (matching.length === 0) return <p className={styles.none}>{words.noModelMatches}</p>;
  const rows = (members: readonly ListedModel[]) => (
    <ul>
      {members.map((model) => (
        <ModelRow
          key={model.id}
          model={model}
          successor={model.successor ? nameOfModel(model.successor) : null}
        />
      ))}
    </ul>
  );
  return (
    <>
      {served.map(([provider, members]) => (
        <section key={provider} className={styles.group} aria-label={nameOf(provider)}>
          <header className={styles.groupHead}>
            <h3>{nameOf(provider)}</h3>
            <span aria-hidden="true">{words.showColumn}</span>
          </header>
          <Card>{rows(members)}</Card>
        </section>
      ))}
      {retired.length > 0 ? (
        <div className={styles.group}>
          <Disclosure label={words.retiredModels} detail={retired.length}>
            <Card>{rows(retired)}</Card>
          </Disclosure>
        </div>
      ) : null}
    </>
  );
}

async function refreshModels(): Promise<void> {
  const { updated, failures } = await request('models.refresh', {});
  if (failures.length > 0) toast({ kind: 'error', text: failures.join(' ') });
  else toast({ kind: 'success', text: words.refreshed(updated) });
}
