import { format } from 'date-fns';
import type { ReactNode } from 'react';
import type { ContentCredentials } from '../../../shared/domain/credentials.ts';
import { text } from '../../app/messages.ts';
import { stateOf, stepOf } from './credentials-words.ts';
import styles from './CredentialsField.module.css';

const day = (ms: number) => format(ms, 'd MMM yyyy');

/** Everything that was read from the credentials, and what was not checked. */
export function CredentialsDetails({ credentials }: { readonly credentials: ContentCredentials | null }) {
  const words = text.credentials;
  if (!credentials) return <Panel verdict={words.unreadableText} notes={[]} />;
  const { signer, source, title, generator, actions, ingredients } = credentials;
  const state = stateOf(credentials);
  const isKept = state === 'intact' || state === 'intactOnly';
  return (
    <Panel verdict={words.explained[state]} notes={isKept ? [words.trust, words.exported] : [words.trust]}>
      {signer ? (
        <>
          <Row name={words.signer}>{signer.name}</Row>
          <Row name={words.issuer}>{signer.issuer}</Row>
          <Row name={words.valid}>{words.validity(day(signer.validFrom), day(signer.validTo))}</Row>
        </>
      ) : null}
      {generator === null ? null : <Row name={words.generator}>{generator}</Row>}
      {title === null ? null : <Row name={words.title}>{title}</Row>}
      {source === null ? null : <Row name={words.origin}>{words.sources[source]}</Row>}
      {actions.length > 0 ? <Row name={words.steps}>{actions.map(stepOf).join(', ')}</Row> : null}
      {ingredients.length > 0 ? <Row name={words.ingredients}>{ingredients.join(', ')}</Row> : null}
    </Panel>
  );
}

type PanelProps = {
  readonly verdict: string;
  readonly notes: readonly string[];
  readonly children?: ReactNode;
};

function Panel({ verdict, notes, children }: PanelProps) {
  return (
    <section className={styles.panel}>
      <h2 className={styles.title}>{text.credentials.label}</h2>
      <p>{verdict}</p>
      {children ? <dl className={styles.rows}>{children}</dl> : null}
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
    </section>
  );
}

/** Names come from a stranger's file: their direction must not turn ours about. */
function Row({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}
