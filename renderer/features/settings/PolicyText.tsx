import policy from '../../../resources/policy/privacy-policy.md?raw';
import { parseMarkdown, type Block } from './markdown.ts';
import styles from './PolicyText.module.css';

const blocks = parseMarkdown(policy);

/** The privacy policy, packed with the studio, so that it can be read with no network. */
export function PolicyText() {
  return (
    <article className={styles.policy}>
      {blocks.map((block, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- a fixed document: places are identities
        <PolicyBlock key={place} block={block} />
      ))}
    </article>
  );
}

function PolicyBlock({ block }: { readonly block: Block }) {
  if (block.kind === 'heading') return <Heading level={block.level}>{block.text}</Heading>;
  if (block.kind === 'paragraph') return <p>{block.text}</p>;
  return (
    <ul>
      {block.items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

/** One level down from the document's own, since the page has its title already. */
function Heading({ level, children }: { readonly level: 1 | 2 | 3; readonly children: string }) {
  if (level === 1) return null;
  return level === 2 ? <h3>{children}</h3> : <h4>{children}</h4>;
}
