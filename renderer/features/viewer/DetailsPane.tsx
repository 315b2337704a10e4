import { format } from 'date-fns';
import type { ReactNode } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import type { Creation } from '../../../shared/domain/creation.ts';
import { formatBytes, formatMicros } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Folded } from '../../ui/Folded.tsx';
import { PaneHeading } from '../../ui/PaneHeading.tsx';
import { LineageSection } from '../lineage/LineageSection.tsx';
import { CredentialsField } from './CredentialsField.tsx';
import { Organising } from './Organising.tsx';
import { CopyButton } from './CopyButton.tsx';
import styles from './DetailsPane.module.css';
import { NotesField } from './NotesField.tsx';
import { parameterRows } from './parameter-rows.ts';
import { RecallButtons } from './RecallButtons.tsx';
import { ResizablePane } from './ResizablePane.tsx';
import { WorkButtons } from './WorkButtons.tsx';

/** Everything that is known about a creation. Reading it changes nothing anywhere. */
export function DetailsPane({ creation }: { readonly creation: Creation }) {
  const { recipe } = creation;
  const words = text.viewer;
  const parameters = parameterRows(recipe.parameters);
  return (
    <ResizablePane label={words.details}>
      <Passage
        key={`prompt ${creation.id}`}
        title={words.prompt}
        copyLabel={words.copyPrompt}
        body={recipe.prompt}
        empty={words.noPrompt}
      />
      {recipe.negative.trim() === '' ? null : (
        <Passage
          key={`negative ${creation.id}`}
          title={words.negative}
          copyLabel={words.copyNegative}
          body={recipe.negative}
        />
      )}
      {creation.trashedAt === null ? <Organising creation={creation} /> : null}
      <NotesField key={creation.id} creation={creation} />
      <RecallButtons creation={creation} />
      <WorkButtons creation={creation} />
      <LineageSection id={creation.id} />
      <dl className={styles.fields}>
        <Field name={words.fields.model}>
          {creation.modelName}
          {recipe.ai ? null : <Chip className={styles.procedural}>{words.procedural}</Chip>}
        </Field>
        <Field name={words.fields.provider}>{text.library.providers[creation.provider]}</Field>
        {recipe.modelVersion ? (
          <Field name={words.fields.version}>
            <code className={styles.code}>{recipe.modelVersion.slice(0, 12)}</code>
          </Field>
        ) : null}
        <Field name={words.fields.seed}>
          {recipe.seed === null ? (
            <span className={styles.unknown}>{words.fields.seedUnknown}</span>
          ) : (
            <>
              <span className={styles.digits}>{recipe.seed}</span>
              <CopyButton label={words.copySeed} value={String(recipe.seed)} />
            </>
          )}
        </Field>
        <Field name={words.fields.size}>{words.pixels(creation.width, creation.height)}</Field>
        {creation.seconds === null ? null : (
          <Field name={words.fields.length}>{words.seconds(creation.seconds.toFixed(1))}</Field>
        )}
        <Field name={words.fields.file}>
          {formatBytes(creation.sizeBytes)} · {kindOf(creation.mime)}
        </Field>
        {creation.reference ? <Field name={words.fields.leftAt}>{creation.reference.path}</Field> : null}
        <Field name={words.fields.made}>{format(creation.createdAt, 'd MMMM yyyy, HH:mm')}</Field>
        <Field name={words.fields.cost}>{costOf(creation)}</Field>
        <CredentialsField creation={creation} />
        {creation.note ? <Field name={words.fields.note}>{creation.note}</Field> : null}
      </dl>
      {recipe.inputs.length > 0 ? (
        <section>
          <PaneHeading title={words.inputs} />
          <div className={styles.inputs}>
            {recipe.inputs.map((input) => (
              <img
                key={`${input.key}:${input.sha256}`}
                src={mediaUrl.input(input.sha256)}
                alt={words.input(input.key)}
                className={styles.input}
              />
            ))}
          </div>
        </section>
      ) : null}
      {parameters.length > 0 ? (
        <Disclosure label={words.parameters} detail={parameters.length} defaultOpen>
          <dl className={styles.fields}>
            {parameters.map(({ key, name, value }) => (
              <Field key={key} name={name}>
                {value}
              </Field>
            ))}
          </dl>
        </Disclosure>
      ) : null}
      <div className={styles.hash}>
        <span>{words.fields.hash}</span>
        <code className={styles.code} title={creation.sha256}>
          {creation.sha256}
        </code>
        <CopyButton label={words.copyHash} value={creation.sha256} />
      </div>
    </ResizablePane>
  );
}

type PassageProps = {
  readonly title: string;
  readonly copyLabel: string;
  readonly body: string;
  readonly empty?: string;
};

function Passage({ title, copyLabel, body, empty = '' }: PassageProps) {
  const blank = body.trim() === '';
  return (
    <section>
      <PaneHeading title={title} action={blank ? null : <CopyButton label={copyLabel} value={body} />} />
      <Folded>
        <p className={styles.passage} dir="auto">
          {blank ? <span className={styles.unknown}>{empty}</span> : body}
        </p>
      </Folded>
    </section>
  );
}

function Field({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function costOf({ costMicros }: Creation): string {
  const words = text.viewer.fields;
  if (costMicros === null) return words.costUnknown;
  return costMicros === 0 ? words.free : formatMicros(costMicros);
}

/** `image/png` → `PNG`. */
function kindOf(mime: string): string {
  return (mime.split('/')[1] ?? mime).toUpperCase();
}
