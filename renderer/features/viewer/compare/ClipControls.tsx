import { Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import { useStore } from 'zustand';
import { formatTimecode } from '../../../../shared/format.ts';
import { text } from '../../../app/messages.ts';
import { useAction } from '../../../app/shortcuts.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Slider } from '../../../ui/Slider.tsx';
import player from '../VideoPlayer.module.css';
import type { ClipGroup } from './clip-group.ts';

/** One set of controls for the clips that run in step. */
export function ClipControls({ clips }: { readonly clips: ClipGroup }) {
  const words = text.viewer.video;
  const { toggle, toggleLoop, seek, step } = clips;
  const { playing, looping, at, length } = useStore(clips.state);
  const playWord = playing ? words.pause : words.play;
  useAction({ id: 'viewer.comparePlay', label: playWord, keys: 'Space', run: toggle });
  useAction({ id: 'viewer.compareFrameBack', label: words.back, keys: ',', run: () => step(-1) });
  useAction({ id: 'viewer.compareFrameForward', label: words.forward, keys: '.', run: () => step(1) });
  useAction({ id: 'viewer.compareLoop', label: words.loop, keys: 'L', run: toggleLoop });
  return (
    <div className={player.controls}>
      <IconButton
        label={playWord}
        icon={playing ? <Pause size={17} /> : <Play size={17} />}
        keys="Space"
        onClick={toggle}
      />
      <IconButton label={words.back} icon={<StepBack size={16} />} keys="," onClick={() => step(-1)} />
      <IconButton label={words.forward} icon={<StepForward size={16} />} keys="." onClick={() => step(1)} />
      <div className={player.seek}>
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
      <span className={player.time} aria-hidden="true">
        {formatTimecode(at)} / {formatTimecode(length)}
      </span>
      <IconButton
        label={words.loop}
        icon={<Repeat size={16} />}
        keys="L"
        pressed={looping}
        onClick={toggleLoop}
      />
    </div>
  );
}
