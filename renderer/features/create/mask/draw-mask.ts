import type { RedrawnPart } from '../../../../shared/domain/parameter.ts';
import { type MaskStep, visibleSteps } from './mask-strokes.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
type Size = { readonly width: number; readonly height: number };

/**
 * Draws what is painted, opaque on a transparent ground.
 * @param scale px of the canvas per px of the picture
 */
export function drawMask(context: Context, steps: readonly MaskStep[], scale: number, colour: string): void {
  const { width, height } = context.canvas;
  context.reset();
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const step of visibleSteps(steps)) {
    if (step.kind === 'invert') {
      context.globalCompositeOperation = 'source-out';
      context.fillRect(0, 0, width, height);
    } else if (step.kind === 'stroke') {
      context.globalCompositeOperation = step.erases ? 'destination-out' : 'source-over';
      drawStroke(context, step, scale);
    }
  }
}

function drawStroke(
  context: Context,
  { points, radius }: MaskStep & { kind: 'stroke' },
  scale: number,
): void {
  const [first, ...rest] = points;
  if (!first) return;
  context.beginPath();
  if (rest.length === 0) {
    context.arc(first.x * scale, first.y * scale, radius * scale, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.lineWidth = 2 * radius * scale;
  context.moveTo(first.x * scale, first.y * scale);
  for (const { x, y } of rest) context.lineTo(x * scale, y * scale);
  context.stroke();
}

/** Whether anything would be drawn anew. */
export function isAnythingPainted(steps: readonly MaskStep[], size: Size): boolean {
  const scale = 64 / Math.max(size.width, size.height);
  const context = contextOf({
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  });
  drawMask(context, steps, scale, '#fff');
  const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  return data.some((value, place) => place % 4 === 3 && value > 0);
}

/**
 * The mask as a PNG of the picture's own size, which models ask for.
 * @param redraws what it shows where the picture is drawn anew
 */
export async function maskPng(steps: readonly MaskStep[], size: Size, redraws: RedrawnPart): Promise<Blob> {
  const painted = contextOf(size);
  drawMask(painted, steps, 1, redraws === 'black' ? '#000' : '#fff');
  const mask = contextOf(size);
  mask.fillStyle = redraws === 'black' ? '#fff' : '#000';
  mask.fillRect(0, 0, size.width, size.height);
  if (redraws === 'transparent') mask.globalCompositeOperation = 'destination-out';
  mask.drawImage(painted.canvas, 0, 0);
  return mask.canvas.convertToBlob({ type: 'image/png' });
}

function contextOf({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('No room for a canvas of this size');
  return context;
}
