import { ArrowLeft } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
import styles from './Subpage.module.css';
import { VisuallyHidden } from './VisuallyHidden.tsx';

type SubpageProps = ComponentProps<'div'> & {
  readonly title: string;
  /** The title is heard but not seen, where what is shown needs no name. */
  readonly titleHidden?: boolean;
  /** What the button at the start says, and does. */
  readonly back: { readonly label: string; readonly run: () => void };
  /** The rest of the head, after the title. */
  readonly head?: ReactNode;
  /** Beside all of it, at the end. */
  readonly pane?: ReactNode;
};

/** A page that was reached from another one: a head that leads back, the content, and perhaps a pane. */
export function Subpage({ title, titleHidden = false, back, head, pane, children, ...rest }: SubpageProps) {
  return (
    <div {...rest} className={styles.page}>
      <div className={styles.main}>
        <header className={styles.head}>
          <IconButton
            label={back.label}
            icon={<ArrowLeft size={17} />}
            keys="Escape"
            tooltipSide="bottom"
            onClick={back.run}
          />
          <h1 className={styles.title}>{titleHidden ? <VisuallyHidden>{title}</VisuallyHidden> : title}</h1>
          {head}
        </header>
        {children}
      </div>
      {pane}
    </div>
  );
}

/** What a head says about its page, such as a place or counts. */
export function HeadSummary(props: Omit<ComponentProps<'p'>, 'className'>) {
  return <p {...props} className={styles.summary} />;
}

/** Pushes the rest of a head to its end. */
export function HeadSpace() {
  return <span className={styles.space} />;
}

/** Parts groups of buttons in a head. */
export function HeadLine() {
  return <span className={styles.line} />;
}
