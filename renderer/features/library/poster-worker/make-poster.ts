import { mediaUrl } from '../../../../shared/contract.ts';
import { request } from '../../../bridge/client.ts';

/** First frames are often black; this far in, in seconds, there is usually something to see. */
const posterAtSeconds = 0.1;
/** Longer side in px: enough for the largest thumbnail. */
const longestSide = 1024;
const giveUpMs = 15_000;

/**
 * Draws a frame of a video and hands it to the library, which makes the thumbnails of it.
 * @returns false when the video cannot be played here; that is not worth a word to the person
 */
export async function makePoster(id: number, signal: AbortSignal): Promise<boolean> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  const limit = AbortSignal.any([signal, AbortSignal.timeout(giveUpMs)]);
  try {
    video.src = mediaUrl.original(id);
    await once(video, 'loadeddata', limit);
    const sought = once(video, 'seeked', limit);
    video.currentTime = Math.min(posterAtSeconds, video.duration / 2);
    await sought;
    const png = await draw(video);
    if (!png) return false;
    await request('library.setPoster', { id, png: new Uint8Array(await png.arrayBuffer()) });
    return true;
  } catch {
    return false;
  } finally {
    // Frees the decoder at once instead of when the element is collected.
    video.removeAttribute('src');
    video.load();
  }
}

async function draw(video: HTMLVideoElement): Promise<Blob | null> {
  const scale = Math.min(1, longestSide / Math.max(video.videoWidth, video.videoHeight, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function once(video: HTMLVideoElement, name: 'loadeddata' | 'seeked', signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const settle = (finish: () => void) => () => {
      stop.abort();
      finish();
    };
    const fail = settle(() => reject(new Error(`The video did not reach ${name}`)));
    video.addEventListener(name, settle(resolve), { signal: stop.signal });
    video.addEventListener('error', fail, { signal: stop.signal });
    signal.addEventListener('abort', fail, { signal: stop.signal });
  });
}
