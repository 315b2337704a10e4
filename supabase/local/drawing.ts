import type { SketchOutput, SketchRequest } from '../../electron/core/sketch/protocol.ts';
import { createSketchClient } from '../../electron/core/sketch/sketch-client.ts';

/** Sketch, for what the seed shows and the stand-ins deliver: two threads of their own, started when they are needed. */
export type Drawing = {
  /** @throws when Sketch fails, or the drawing was closed */
  readonly draw: (request: SketchRequest) => Promise<SketchOutput>;
  readonly close: () => Promise<void>;
};

const workerUrl = new URL('../../electron/core/sketch/worker.ts', import.meta.url);

export function openDrawing(): Drawing {
  const hands = [0, 1].map(() => ({ client: createSketchClient({ workerUrl }), busy: 0 }));
  return {
    async draw(request) {
      const free = hands.reduce((best, hand) => (hand.busy < best.busy ? hand : best));
      free.busy += 1;
      try {
        return await free.client.generate(request);
      } finally {
        free.busy -= 1;
      }
    },
    async close() {
      await Promise.all(hands.map(({ client }) => client.close()));
    },
  };
}
