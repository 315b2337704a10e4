import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { text } from './messages.ts';

type Props = { readonly children: ReactNode };
type State = { readonly failed: boolean };

/** Keeps a page that throws from taking the window with it. Give it the route as `key`, so that leaving mends it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <EmptyState
        icon={<TriangleAlert />}
        title={text.frame.crashed}
        text={text.frame.crashedText}
        action={<Button onClick={() => this.setState({ failed: false })}>{text.frame.tryAgain}</Button>}
      />
    );
  }
}
