import { Pause, Play, Repeat, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react';
import { useRef, useState } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import { formatTimecode } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { useFrameSeconds } from './use-frame-seconds.ts';
import styles from './VideoPlayer.module.css';

type Props = { readonly id: number; readonly label: string; readonly onMissing: () => void };

/** A video with controls of its own: everything by key, everything named, one frame at a time. */
export function VideoPlayer({ id, label, onMissing }: Props) {
  const words = text.viewer.video;
  const video = useRef<HTMLVideoElement>(null);
  const frameSeconds = useFrameSeconds(video);
  const [playing, setPlaying] = useState(false);
  const [looping, setLooping] = useState(true);
  const [muted, setMuted] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);

  const togglePlay = () => {
    const element = video.current;
    if (!element) return;
    // Rejected when the file cannot be played or a pause comes first: `onError` and `onPause` tell which.
    if (element.paused) element.play().catch(() => undefined);
    else element.pause();
  };
  const seek = (seconds: number) => {
    if (video.current) video.current.currentTime = seconds;
    setAt(seconds);
  };
  const step = (frames: number) => {
    const element = video.current;
    if (!element) return;
    element.pause();
    seek(Math.min(length, Math.max(0, element.currentTime + frames * frameSeconds.current)));
  };

  useAction({ id: 'viewer.play', label: playing ? words.pause : words.play, keys: 'Space', run: togglePlay });
  useAction({ id: 'viewer.frameBack', label: words.back, keys: ',', run: () => step(-1) });
  useAction({ id: 'viewer.frameForward', label: words.forward, keys: '.', run: () => step(1) });
  useAction({ id: 'viewer.loop', label: words.loop, keys: 'L', run: () => setLooping(!looping) });
  useAction({ id: 'viewer.mute', label: words.mute, keys: 'M', run: () => setMuted(!muted) });

  return (
    <div className={styles.player}>
      <video
        ref={video}
        className={styles.video}
        src={mediaUrl.original(id)}
        poster={mediaUrl.thumbnail(id, 512)}
        aria-label={label}
        loop={looping}
        muted={muted}
        playsInline
        preload="auto"
        onClick={togglePlay}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={(event) => setLength(event.currentTarget.duration || 0)}
        onError={onMissing}
      />
      <div className={styles.controls}>
        <IconButton
          label={playing ? words.pause : words.play}
          icon={playing ? <Pause size={17} /> : <Play size={17} />}
          keys="Space"
          onClick={togglePlay}
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
          onClick={() => setLooping(!looping)}
        />
        <IconButton
          label={muted ? words.unmute : words.mute}
          icon={muted ? <VolumeX size={16} /> : <Volume2 size={16} />}
          keys="M"
          onClick={() => setMuted(!muted)}
        />
      </div>
    </div>
  );
}
