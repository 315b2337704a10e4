import { useState } from 'react';
import { useStore } from 'zustand';
import { mediaUrl } from '../../../shared/contract.ts';
import { createClipGroup } from './clip-group.ts';
import { ClipControls } from './ClipControls.tsx';
import styles from './VideoPlayer.module.css';

type Props = { readonly id: number; readonly label: string; readonly onBroken: () => void };

/** A video on its own, with its controls below. */
export function VideoPlayer({ id, label, onBroken }: Props) {
  const [clips] = useState(() => createClipGroup({ playing: false, muted: false }));
  const { attach, toggle, state } = clips;
  const { looping, muted } = useStore(state);
  return (
    <div className={styles.player}>
      <video
        ref={attach}
        className={styles.video}
        src={mediaUrl.original(id)}
        poster={mediaUrl.thumbnail(id, 512)}
        aria-label={label}
        // Without a gap, which starting over at the end would leave.
        loop={looping}
        muted={muted}
        playsInline
        preload="auto"
        onClick={toggle}
        onError={onBroken}
      />
      <ClipControls clips={clips} sound />
    </div>
  );
}
