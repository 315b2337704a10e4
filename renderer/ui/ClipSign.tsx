import styles from './ClipSign.module.css';

/** Tells a clip from a picture, in the corner of its thumbnail; its name says it in words. */
export function ClipSign() {
  return (
    <span className={styles.sign} aria-hidden="true">
      {'\u25B6\uFE0E'}
    </span>
  );
}
