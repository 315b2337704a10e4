import type { MediaKind } from '../../../shared/domain/media.ts';
import { text } from '../../app/messages.ts';
import styles from './Starters.module.css';
import { dispatch } from './store.ts';

const words = text.create.starters;

type Props = {
  readonly media: MediaKind;
  /** The model takes a prompt. */
  readonly prompted: boolean;
};

/** Something to begin with. Choosing one fills the prompt; nothing is made until asked for. */
export function Starters({ media, prompted }: Props) {
  if (!prompted) {
    const { title, text: description } = words.promptless;
    return (
      <div className={styles.starters}>
        <h2>{title}</h2>
        <p>{description}</p>
      </div>
    );
  }
  return (
    <div className={styles.starters}>
      <h2>{words.title}</h2>
      <p>{words.text}</p>
      <ul>
        {words[media].map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => {
                dispatch({ type: 'edit', change: { prompt } });
                document.querySelector<HTMLTextAreaElement>('#content textarea')?.focus();
              }}
            >
              {prompt}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
