import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import styles from './ErrorBoundary.module.css';
import { text } from './messages.ts';

type Props = {
  /** What is left when it throws: one page, or nothing of the window but this. */
  readonly scope: 'page' | 'window';
  readonly children: ReactNode;
};
type State = { readonly error: unknown };

const nothing = Symbol('nothing');

/** Keeps a page that throws from taking the window with it. Give it the route as `key`, so that leaving mends it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: nothing };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    const { scope, children } = this.props;
    const { error } = this.state;
    if (error === nothing) return children;
    return (
      <div className={styles.crashed} role="alert">
        <EmptyState
          level={1}
          icon={<TriangleAlert />}
          title={text.frame.crashed[scope]}
          text={text.frame.crashedText}
          action={
            <>
              <Button onClick={() => this.setState({ error: nothing })}>{text.frame.tryAgain}</Button>
              <Button onClick={() => window.location.reload()}>{text.frame.reloadWindow}</Button>
            </>
          }
        />
        <p className={styles.detail}>{error instanceof Error ? error.message : String(error)}</p>
      </div>
    );
  }
}
