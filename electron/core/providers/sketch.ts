import { fail } from '../../../shared/domain/failure.ts';
import type { MediaKind } from '../../../shared/domain/media.ts';
import { err, ok } from '../../../shared/result.ts';
import type { Output, Provider, ProviderRequest } from './provider.ts';
import { pixelSize, valueByRole } from './request-input.ts';

/** What this adapter needs of the client that runs Sketch in its worker. */
export type SketchGenerator = {
  generate(
    request: {
      readonly media: MediaKind;
      readonly prompt: string;
      readonly negative: string;
      readonly seed: number;
      readonly width: number;
      readonly height: number;
      readonly seconds?: number;
    },
    watch: {
      readonly signal: AbortSignal;
      readonly onProgress: (fraction: number) => void;
      readonly onPreview: (preview: { readonly bytes: Uint8Array; readonly mime: string }) => void;
    },
  ): Promise<{
    readonly bytes: Uint8Array;
    readonly interpretation: { readonly matched: readonly string[]; readonly ignored: readonly string[] };
  }>;
};

const maxSeed = 4_294_967_295;

/** Sketch draws on this computer, for nothing; several outputs are drawn one after another with seeds that count on. */
export function createSketchProvider(deps: {
  readonly client: SketchGenerator;
  /** 0–1: the seed where the person gave none. */
  readonly random?: () => number;
}): Provider {
  const random = deps.random ?? Math.random;
  return {
    id: 'sketch',
    name: 'Sketch',
    concurrency: 1,
    repeatable: true,
    async submit(request, context) {
      const first = request.seed ?? Math.floor(random() * maxSeed);
      const outputs: Output[] = [];
      let note = '';
      for (let index = 0; index < request.count; index += 1) {
        if (context.signal.aborted) return err(fail('cancelled', 'no'));
        const seed = (first + index) % (maxSeed + 1);
        try {
          const made = await deps.client.generate(drawingOf(request, seed), {
            signal: context.signal,
            onProgress: (fraction) => context.onProgress((index + fraction) / request.count),
            onPreview: context.onPreview,
          });
          outputs.push({ source: { kind: 'bytes', bytes: made.bytes }, seed });
          note = noteOf(made.interpretation);
        } catch (error) {
          if (context.signal.aborted) return err(fail('cancelled', 'no'));
          return err(
            fail('provider_error', 'no', { detail: error instanceof Error ? error.message : String(error) }),
          );
        }
      }
      return ok({ kind: 'finished', outcome: { outputs, costMicros: 0, note } });
    },
    check: () => Promise.resolve(ok({ account: null })),
  };
}

function drawingOf(request: ProviderRequest, seed: number) {
  const video = request.model.media === 'video';
  const size = pixelSize(request) ?? (video ? { width: 768, height: 432 } : { width: 1024, height: 1024 });
  const seconds = Number(valueByRole(request, 'seconds') ?? request.values['seconds']);
  return {
    media: request.model.media,
    prompt: request.prompt,
    negative: request.negative,
    seed,
    ...size,
    ...(video ? { seconds: seconds > 0 ? seconds : 3 } : {}),
  };
}

/** Says what became of the words, so that nobody takes Sketch for more than it is. */
function noteOf({
  matched,
  ignored,
}: {
  readonly matched: readonly string[];
  readonly ignored: readonly string[];
}): string {
  const understood =
    matched.length > 0 ? `Sketch understood: ${list(matched)}.` : 'Sketch knew none of these words.';
  return ignored.length > 0 ? `${understood} Ignored: ${list(ignored)}.` : understood;
}

function list(words: readonly string[]): string {
  return words.length > 12
    ? `${words.slice(0, 12).join(', ')} and ${words.length - 12} more`
    : words.join(', ');
}
