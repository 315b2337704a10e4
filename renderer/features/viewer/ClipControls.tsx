import { Pause, Play, Repeat, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react';
import { useStore } from 'zustand';
import { formatTimecode } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Slider } from '../../ui/Slider.tsx';
import styles from './ClipControls.module.css';
import type { ClipGroup } from './clip-group.ts';

type Props = {
  readonly clips: ClipGroup;
  /** False where the clips are never heard. */
  readonly sound: boolean;
};

/** The controls of a clip, or of several that run in step: everything by key, everything named, one frame at a time. */
export function ClipControls({ clips, sound }: Props) {
  const words = text.viewer.video;
  const { toggle, toggleLoop, toggleMute, seek, step } = clips;
  const { playing, looping, muted, at, length } = useStore(clips.state);
  const playWord = playing ? words.pause : words.play;
  useAction({ id: 'viewer.play', label: playWord, keys: 'Space', run: toggle });
  useAction({ id: 'viewer.frameBack', label: words.back, keys: ',', run: () => step(-1) });
  useAction({ id: 'viewer.frameForward', label: words.forward, keys: '.', run: () => step(1) });
  useAction({ id: 'viewer.loop', label: words.loop, keys: 'L', run: toggleLoop });
  useAction({ id: 'viewer.mute', label: words.mute, keys: 'M', enabled: sound, run: toggleMute });
  return (
    <div className={styles.controls}>
      <IconButton
        label={playWord}
        icon={playing ? <Pause size={17} /> : <Play size={17} />}
        keys="Space"
        onClick={toggle}
      />
      <IconButton label={words.back} icon={<StepBack size={16} />} keys="," onClick={() => step(-1)} />
      <IconButton label={words.forward} icon={<StepForward size={16} />} keys="." onClick={() => step(1)} />
      <div className={styles.seek}>
        <Slider
          label={words.seek}
          hideLabel
          value={Math.min(at, length)}
          min={0}
          max={Math.max(length, 0.001)}
          step={0.01}
          onChange={seek}
          format={(seconds) => words.time(formatTimecode(seconds), formatTimecode(length))}
        />
      </div>
      <span className={styles.time} aria-hidden="true">
        {formatTimecode(at)} / {formatTimecode(length)}
      </span>
      <IconButton
        label={words.loop}
        icon={<Repeat size={16} />}
        keys="L"
        pressed={looping}
        onClick={toggleLoop}
      />
      {sound ? (
        <IconButton
          label={muted ? words.unmute : words.mute}
          icon={muted ? <VolumeX size={16} /> : <Volume2 size={16} />}
          keys="M"
          onClick={toggleMute}
        />
      ) : null}
    </div>
  );
}
