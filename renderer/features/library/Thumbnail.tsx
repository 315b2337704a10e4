import { ImageOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';

type Props = Pick<ComponentProps<'img'>, 'className' | 'draggable'> & { readonly id: number };

/** A small picture of a creation beside its name; a sign in its place where there is none. */
export function Thumbnail({ id, className, draggable }: Props) {
  const [failed, setFailed] = useState<number | null>(null);
  if (failed === id) return <ImageOff size={16} aria-hidden="true" />;
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
