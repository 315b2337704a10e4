import { z } from 'zod';
import type { RunContext } from '../provider.ts';

const message = z.object({
  type: z.string(),
  data: z.looseObject({
    prompt_id: z.string().optional(),
    node: z.string().nullish(),
    value: z.number().optional(),
    max: z.number().optional(),
  }),
});

export type ComfySocket = { readonly woken: () => Promise<void>; readonly close: () => void };

/**
 * Listens to ComfyUI while it draws: progress, preview pictures, and a wake-up when it is over. Without a socket
 * (a proxy that lets none through) nothing is missing but these: the truth is read from `/history`.
 */
export function openComfySocket(base: string, promptId: string, context: RunContext): ComfySocket {
  let wake = Promise.withResolvers<void>();
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/ws?clientId=${encodeURIComponent(promptId)}`);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('error', () => undefined);
  socket.addEventListener('message', (event) => {
    const data: unknown = event.data;
    if (data instanceof ArrayBuffer) {
      const preview = previewOf(new Uint8Array(data));
      if (preview) context.onPreview(preview);
      return;
    }
    const told = parse(data);
    if (!told || (told.data.prompt_id ?? promptId) !== promptId) return;
    const { value, max } = told.data;
    if (told.type === 'progress' && value !== undefined && max) context.onProgress(Math.min(1, value / max));
    if (isEnd(told)) {
      wake.resolve();
      wake = Promise.withResolvers();
    }
  });
  return { woken: () => wake.promise, close: () => socket.close() };
}

/** Frames are: event (1 = preview) and format (1 = JPEG, 2 = PNG) as big-endian u32, then the picture. */
export function previewOf(frame: Uint8Array): { bytes: Uint8Array; mime: string } | null {
  if (frame.byteLength < 16) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const format = view.getUint32(4);
  if (view.getUint32(0) !== 1 || (format !== 1 && format !== 2)) return null;
  return { bytes: frame.slice(8), mime: format === 1 ? 'image/jpeg' : 'image/png' };
}

function parse(data: unknown): z.infer<typeof message> | null {
  try {
    return message.safeParse(JSON.parse(String(data))).data ?? null;
  } catch {
    return null;
  }
}

function isEnd({ type, data }: z.infer<typeof message>): boolean {
  if (type === 'executing') return data.node === null;
  return type === 'execution_success' || type === 'execution_error' || type === 'execution_interrupted';
}
