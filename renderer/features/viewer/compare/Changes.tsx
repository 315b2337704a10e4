import { Equal } from 'lucide-react';
import { useMemo } from 'react';
import { mediaUrl } from '../../../../shared/contract.ts';
import type { Creation } from '../../../../shared/domain/creation.ts';
import { diffRecipes, type InputChange, type WordChange } from '../../../../shared/domain/recipe-diff.ts';
import { text } from '../../../app/messages.ts';
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx';
import details from '../DetailsPane.module.css';
import { changeRows, type ChangeRow } from './change-rows.ts';
import styles from './Changes.module.css';

type Props = { readonly left: Creation; readonly right: Creation };

/** What is different in the two recipes; nothing that is the same, but that it is. */
export function Changes({ left, right }: Props) {
  const words = text.viewer.compare;
  const diff = useMemo(() => diffRecipes(left, right), [left, right]);
  const rows = useMemo(() => changeRows(diff, left, right), [diff, left, right]);
  return (
    <>
      <h2 className={styles.title}>{words.changes}</h2>
      {diff.identical ? (
        <p className={styles.identical}>
          <Equal size={16} aria-hidden="true" />
          {left.recipe.seed === null ? words.identicalWithoutSeed : words.identical}
        </p>
      ) : null}
      {diff.prompt ? <Words title={text.viewer.prompt} changes={diff.prompt} /> : null}
      {diff.negative ? <Words title={text.viewer.negative} changes={diff.negative} /> : null}
      {rows.length > 0 ? <Rows rows={rows} /> : null}
      {diff.inputs.map((change) => (
        <Inputs key={change.key} change={change} />
      ))}
      {diff.identical || diff.prompt ? null : <p className={styles.same}>{words.samePrompt}</p>}
    </>
  );
}

function Words({ title, changes }: { readonly title: string; readonly changes: readonly WordChange[] }) {
  return (
    <section>
      <h3 className={details.heading}>{title}</h3>
      <p className={details.passage} dir="auto">
        {changes.map(({ kind, text: words }, place) => {
          // The same word may come and go many times: only its place tells one change from another.
          const key = `${place}:${kind}`;
          if (kind === 'same') return <span key={key}>{words}</span>;
          return kind === 'removed' ? (
            <del key={key} className={styles.removed}>
              {words}
            </del>
          ) : (
            <ins key={key} className={styles.added}>
              {words}
            </ins>
          );
        })}
      </p>
    </section>
  );
}

function Rows({ rows }: { readonly rows: readonly ChangeRow[] }) {
  const words = text.viewer.compare;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <VisuallyHidden>{words.what}</VisuallyHidden>
          </th>
          <th scope="col">{words.left}</th>
          <th scope="col">{words.right}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, left, right }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>{left ?? <span className={styles.none}>{words.none}</span>}</td>
            <td>{right ?? <span className={styles.none}>{words.none}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Inputs({ change }: { readonly change: InputChange }) {
  const words = text.viewer.compare;
  return (
    <section>
      <h3 className={details.heading}>{text.viewer.input(change.key)}</h3>
      {(['left', 'right'] as const).map((side) => (
        <div key={side} className={styles.inputs}>
          <span className={styles.side}>{words[side]}</span>
          {change[side].length === 0 ? <span className={styles.none}>{words.none}</span> : null}
          {[...new Set(change[side].map(({ sha256 }) => sha256))].map((sha256) => (
            <img
              key={sha256}
              src={mediaUrl.input(sha256)}
              alt={words.side(words[side], text.viewer.input(change.key))}
              className={details.input}
            />
          ))}
        </div>
      ))}
    </section>
  );
}
