import { X } from 'lucide-react';
import { useEffect } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import { text } from '../../app/messages.ts';
import { hydrate, useCreations } from '../library/creations.ts';
import styles from './Descent.module.css';
import { type FormParent, type FormState, parentsInForce } from './form-state.ts';
import { dispatch } from './store.ts';

/** What the next creations will be linked to, and the way to say that they are not. */
export function Descent({ form }: { readonly form: FormState }) {
  const parents = parentsInForce(form);
  return parents.length === 0 ? null : (
    <ul className={styles.list} aria-label={text.create.descent.label}>
      {parents.map((parent) => (
        <Parent key={parent.id} parent={parent} />
      ))}
    </ul>
  );
}

function Parent({ parent: { id, relation, sha256 } }: { readonly parent: FormParent }) {
  const words = text.create.descent;
  const creation = useCreations(({ byId }) => byId.get(id));
  useEffect(() => void hydrate([id]), [id]);
  const name = creation?.recipe.prompt.trim() || text.viewer.untitled;
  return (
    <li className={styles.parent}>
      <img className={styles.picture} src={mediaUrl.thumbnail(id, 256)} alt="" />
      <span className={styles.words} dir="auto">
        {words.of[relation]} <span className={styles.name}>{name}</span>
      </span>
      {/* Who takes a picture away takes its link away. */}
      {sha256 === null ? (
        <button
          type="button"
          className={styles.forget}
          aria-label={words.forget(name)}
          title={words.forget(name)}
          onClick={() => dispatch({ type: 'forget-parent', id })}
        >
          <X size={13} aria-hidden="true" />
        </button>
      ) : null}
    </li>
  );
}
