import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import { TooLargeError, type Originals, type ReceivedFile } from '../media/originals.ts';
import type { Output } from '../providers/provider.ts';

export type ReceiveDeps = {
  readonly originals: Originals;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly limits: OutputLimits;
};

export type OutputLimits = {
  readonly maxBytes: number;
  /** A delivery that sends nothing for this long has broken off. */
  readonly stallMs: number;
  /** For one whole file: what drips for longer never ends. */
  readonly totalMs: number;
};

/** A ten-minute 4K clip stays below; an endless stream neither fills the disk nor holds the queue. */
export const defaultOutputLimits: OutputLimits = {
  maxBytes: 4 * 1024 ** 3,
  stallMs: 60_000,
  totalMs: 2 * 3_600_000,
};

/** Delivery servers drop connections now and then; the file was paid for, so it is asked for again. */
export async function receiveOutput(
  output: Output,
  deps: ReceiveDeps,
  signal: AbortSignal,
  onChunk: () => void,
): Promise<Result<ReceivedFile, Failure>> {
  for (const waitMs of [500, 2000]) {
    const file = await receiveOnce(output, deps, signal, onChunk);
    if (file.ok || file.error.code !== 'network') return file;
    await deps.sleep(waitMs, signal).catch(() => undefined);
  }
  return receiveOnce(output, deps, signal, onChunk);
}

async function receiveOnce(
  output: Output,
  deps: ReceiveDeps,
  signal: AbortSignal,
  onChunk: () => void,
): Promise<Result<ReceivedFile, Failure>> {
  const { source } = output;
  const { maxBytes, stallMs, totalMs } = deps.limits;
  const total = AbortSignal.timeout(totalMs);
  const stall = new AbortController();
  const watch = setTimeout(() => stall.abort(), stallMs);
  const beat = () => {
    watch.refresh();
    onChunk();
  };
  try {
    if (source.kind === 'bytes') {
      return ok(await deps.originals.receive(watched([source.bytes], beat), maxBytes));
    }
    const response = await deps.fetch(source.url, {
      signal: AbortSignal.any([signal, total, stall.signal]),
      headers: source.headers ?? {},
      redirect: 'follow',
    });
    if (!response.ok || !response.body) {
      const detail = `The file could not be fetched (status ${response.status}).`;
      return err(fail('network', 'yes', { detail }));
    }
    if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw new TooLargeError(maxBytes);
    return ok(await deps.originals.receive(watched(response.body, beat), maxBytes));
  } catch (error) {
    if (signal.aborted) return err(fail('cancelled', 'yes'));
    if (error instanceof TooLargeError) return err(fail('bad_output', 'yes', { detail: error.message }));
    if (total.aborted) return err(fail('bad_output', 'yes', { detail: 'The file never ended.' }));
    if (isDiskError(error)) {
      return err(fail('disk', source.kind === 'bytes' ? 'unknown' : 'yes', { detail: messageOf(error) }));
    }
    return err(fail('network', 'yes', { detail: 'The file broke off while it was being fetched.' }));
  } finally {
    clearTimeout(watch);
  }
}

async function* watched(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  onChunk: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    onChunk();
  }
}
