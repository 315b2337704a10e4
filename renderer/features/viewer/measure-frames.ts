/** What most generated clips have, until a played one has shown its own. */
export const usualFrameSeconds = 1 / 24;

/**
 * Tells the seconds between two frames whenever it has seen them pass: files of providers do not always say. Returns
 * how to stop.
 */
export function measureFrames(element: HTMLVideoElement, onSeconds: (seconds: number) => void): () => void {
  let last: { readonly time: number; readonly frames: number } | null = null;
  let handle = 0;
  const measure: VideoFrameRequestCallback = (_, { mediaTime, presentedFrames }) => {
    const frames = last ? presentedFrames - last.frames : 0;
    const passed = last ? (mediaTime - last.time) / frames : 0;
    if (!element.paused && frames > 0 && passed > 1 / 240 && passed < 1 / 4) onSeconds(passed);
    last = { time: mediaTime, frames: presentedFrames };
    handle = element.requestVideoFrameCallback(measure);
  };
  handle = element.requestVideoFrameCallback(measure);
  return () => element.cancelVideoFrameCallback(handle);
}
