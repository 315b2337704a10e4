import type { Interpretation } from '../../../shared/sketch/interpret.ts';

/** What the client and its worker say to each other; both ends are ours, so types suffice. */

export interface SketchRequest {
  readonly media: 'image' | 'video';
  readonly prompt: string;
  readonly negative: string;
  /** Any integer; the same seed gives the same picture. */
  readonly seed: number;
  /** Pixels, 64…2048 a side. A video's are rounded to even numbers, as H.264 needs. */
  readonly width: number;
  readonly height: number;
  /** Length of a video, default 3, at most 20. */
  readonly seconds?: number;
  /** Default 24, 1…60. */
  readonly framesPerSecond?: number;
}

export interface SketchOutput {
  readonly bytes: Uint8Array;
  readonly mime: 'image/png' | 'video/mp4';
  readonly width: number;
  readonly height: number;
  /** Length of a video. */
  readonly seconds?: number;
  readonly interpretation: Interpretation;
}

export interface SketchPreview {
  readonly bytes: Uint8Array;
  readonly mime: 'image/png';
}

export interface WorkerRequest {
  readonly job: number;
  readonly request: SketchRequest;
}

export type WorkerReply =
  | { readonly kind: 'progress'; readonly job: number; readonly fraction: number }
  | { readonly kind: 'preview'; readonly job: number; readonly preview: SketchPreview }
  | { readonly kind: 'done'; readonly job: number; readonly output: SketchOutput }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string };
