import { Clapperboard, ImageOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';

type Props = Pick<ComponentProps<'img'>, 'className' | 'draggable'> & {
  readonly id: number;
  /** A clip has no picture before the grid has shown it: nothing is wrong with it. */
  readonly clip?: boolean | undefined;
};

/** A small picture of a creation beside its name; a sign in its place where there is none. */
export function Thumbnail({ id, clip, className, draggable }: Props) {
  const [failed, setFailed] = useState<number | null>(null);
  const Sign = clip ? Clapperboard : ImageOff;
  if (failed === id) return <Sign size={16} aria-hidden="true" />;
  return (
    <img
      className={className}
      src={mediaUrl.thumbnail(id, 256)}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={draggable}
      onError={() => setFailed(id)}
    />
  );
}
