import { ImageOff } from 'lucide-react';
import { navigate } from 'wouter/use-hash-location';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

export const backToGrid = () => navigate('/library');

/** An address of a creation that the library does not have. */
export function Gone() {
  const words = text.viewer.gone;
  return (
    <EmptyState
      level={1}
      icon={<ImageOff />}
      title={words.title}
      text={words.text}
      action={<Button onClick={backToGrid}>{words.action}</Button>}
    />
  );
}
