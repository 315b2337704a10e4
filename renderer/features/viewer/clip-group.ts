import { createStore, type StoreApi } from 'zustand';
import { measureFrames, usualFrameSeconds } from './measure-frames.ts';

type State = {
  readonly playing: boolean;
  readonly looping: boolean;
  readonly muted: boolean;
  /** Seconds, of the longest. */
  readonly at: number;
  readonly length: number;
};

export type ClipGroup = {
  readonly state: StoreApi<State>;
  /** The ref of every clip that takes part. */
  readonly attach: (element: HTMLVideoElement | null) => (() => void) | undefined;
  readonly toggle: () => void;
  readonly toggleLoop: () => void;
  readonly toggleMute: () => void;
  readonly seek: (seconds: number) => void;
  /** Pauses, and goes on by frames; back when negative. */
  readonly step: (frames: number) => void;
};

/** Seconds that two clips may be apart before the other is set right. */
const maxDrift = 2 * usualFrameSeconds;

/** One clip, or several that run in step: the longest leads, a shorter one waits on its last frame. */
export function createClipGroup(start: Pick<State, 'playing' | 'muted'>): ClipGroup {
  const state = createStore<State>(() => ({ ...start, looping: true, at: 0, length: 0 }));
  const clips = new Set<HTMLVideoElement>();
  let frameSeconds = usualFrameSeconds;

  const leader = () => [...clips].toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];

  function play(clip: HTMLVideoElement): void {
    // Rejected when the file cannot be played, or a pause comes first: neither is news here.
    if (clip.currentTime < lengthOf(clip)) clip.play().catch(() => undefined);
  }

  function run(go: boolean): void {
    state.setState({ playing: go });
    for (const clip of clips) {
      if (go) play(clip);
      else clip.pause();
    }
  }

  function seek(seconds: number): void {
    const first = leader();
    if (!first) return;
    state.setState({ at: placeIn(first, seconds) });
    for (const clip of clips) clip.currentTime = placeIn(clip, seconds);
  }

  function follow(): void {
    const first = leader();
    if (!first) return;
    state.setState({ at: first.currentTime });
    for (const clip of clips) {
      const place = placeIn(clip, first.currentTime);
      if (clip !== first && Math.abs(clip.currentTime - place) > maxDrift) clip.currentTime = place;
    }
  }

  /** The keyboard's media keys start and stop a clip without asking. */
  function obey(clip: HTMLVideoElement): void {
    if (clip !== leader() || clip.ended) return;
    if (clip.paused === state.getState().playing) run(!clip.paused);
  }

  function end(clip: HTMLVideoElement): void {
    if (clip !== leader()) return;
    const { looping } = state.getState();
    if (looping) seek(0);
    run(looping);
  }

  /** One that comes later, such as after another way of comparing was chosen, joins where the others are. */
  function join(clip: HTMLVideoElement): void {
    const now = state.getState();
    state.setState({ length: lengthOf(leader() ?? clip) });
    clip.currentTime = placeIn(clip, now.at);
    if (now.playing) play(clip);
  }

  return {
    state,
    seek,
    attach(element) {
      if (!element) return undefined;
      const stopMeasuring = measureFrames(element, (seconds) => {
        frameSeconds = seconds;
      });
      const heard = new AbortController();
      const { signal } = heard;
      clips.add(element);
      element.addEventListener('timeupdate', follow, { signal });
      element.addEventListener('play', () => obey(element), { signal });
      element.addEventListener('pause', () => obey(element), { signal });
      element.addEventListener('ended', () => end(element), { signal });
      element.addEventListener('loadedmetadata', () => join(element), { signal });
      return () => {
        stopMeasuring();
        heard.abort();
        clips.delete(element);
      };
    },
    toggle() {
      const first = leader();
      const { playing: isPlaying } = state.getState();
      if (first && !isPlaying && first.currentTime >= lengthOf(first)) seek(0);
      run(!isPlaying);
    },
    toggleLoop() {
      state.setState(({ looping }) => ({ looping: !looping }));
    },
    toggleMute() {
      state.setState(({ muted }) => ({ muted: !muted }));
    },
    step(frames) {
      run(false);
      seek(state.getState().at + frames * frameSeconds);
    },
  };
}

/** 0 until it is known. */
function lengthOf(clip: HTMLVideoElement): number {
  return Number.isFinite(clip.duration) ? clip.duration : 0;
}

function placeIn(clip: HTMLVideoElement, seconds: number): number {
  return Math.min(Math.max(0, seconds), lengthOf(clip));
}
