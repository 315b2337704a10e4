import { composeScene } from '../../../shared/sketch/compose.ts';
import { createClipWriter, encodePng } from './encode.ts';
import type { SketchOutput, SketchPreview, SketchRequest } from './protocol.ts';
import { clamp } from '../../../shared/sketch/scalar.ts';

const PREVIEW_SIDE = 256;
const SMALLEST_SIDE = 64;
const LARGEST_SIDE = 2048;
const LONGEST_SECONDS = 20;

interface RenderListener {
  readonly onProgress: (fraction: number) => void;
  readonly onPreview: (preview: SketchPreview) => void;
}

/** Renders a request to a file in memory: first a small preview, then an image or a looping clip. */
export async function render(request: SketchRequest, listener: RenderListener): Promise<SketchOutput> {
  const size = outputSize(request);
  listener.onProgress(0);
  listener.onPreview(await renderPreview(request, size.width, size.height));
  return request.media === 'image'
    ? await renderImage({ ...request, ...size }, listener)
    : await renderVideo({ ...request, ...size }, listener);
}

async function renderPreview(request: SketchRequest, width: number, height: number): Promise<SketchPreview> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(width, height));
  const small = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const rgb = composeScene({ ...request, ...small }).frame(0);
  return { bytes: await encodePng(rgb, small.width, small.height), mime: 'image/png' };
}

async function renderImage(request: SketchRequest, { onProgress }: RenderListener): Promise<SketchOutput> {
  const { width, height } = request;
  onProgress(0.15);
  const { interpretation, frame } = composeScene(request);
  onProgress(0.5);
  const rgb = frame(0);
  onProgress(0.8);
  const bytes = await encodePng(rgb, width, height);
  onProgress(1);
  return { bytes, mime: 'image/png', width, height, interpretation };
}

async function renderVideo(request: SketchRequest, { onProgress }: RenderListener): Promise<SketchOutput> {
  const { width, height } = request;
  const framesPerSecond = Math.round(clamp(request.framesPerSecond ?? 24, 1, 60));
  const frames = Math.max(1, Math.round(clamp(request.seconds ?? 3, 0, LONGEST_SECONDS) * framesPerSecond));
  const { interpretation, frame } = composeScene(request);
  const clip = await createClipWriter({ width, height, framesPerSecond });
  for (let index = 0; index < frames; index += 1) {
    clip.add(frame(index / frames));
    onProgress(((index + 1) / frames) * 0.99);
  }
  const bytes = clip.finish();
  onProgress(1);
  return { bytes, mime: 'video/mp4', width, height, seconds: frames / framesPerSecond, interpretation };
}

function outputSize({ media, width, height }: SketchRequest): { width: number; height: number } {
  const step = media === 'video' ? 2 : 1;
  const side = (pixels: number): number =>
    Math.round(clamp(Math.round(pixels), SMALLEST_SIDE, LARGEST_SIDE) / step) * step;
  return { width: side(width), height: side(height) };
}
