import type OpenAI from 'openai';
import { Stream } from 'openai/core/streaming';
import { z } from 'zod';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { isHtml, readJson } from '../answer.ts';
import { readBounded } from '../http.ts';
import { pictureFromBase64 } from '../picture-bytes.ts';
import type { RunContext } from '../provider.ts';
import { usage, type Usage } from './cost.ts';

export type Pictures = { readonly pictures: readonly Uint8Array[]; readonly usage: Usage | null };

/** Why no picture came, in words; `cut`: the answer broke off, so that one may have been made. */
export type NoPictures = { readonly cut: boolean; readonly detail: string };

const maxAnswerBytes = 512 * 1024 * 1024;

const imagesResponse = z.object({
  data: z.array(z.object({ b64_json: z.string().nullish() })).nullish(),
  usage: usage.nullish().catch(null),
});

const streamEvent = z.object({
  type: z.string(),
  b64_json: z.string().optional(),
  usage: usage.optional().catch(undefined),
});

/** Reads what an image call answers with: an event stream with previews, or JSON where a server does not stream. */
export async function readImages(
  response: Response,
  context: RunContext,
  client: OpenAI,
): Promise<Result<Pictures, NoPictures>> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('text/event-stream')) return readStream(response, context, client);
  const body = await readBounded(response, maxAnswerBytes);
  if (!body) return err({ cut: false, detail: 'The answer is too large.' });
  const read = readJson({ status: response.status, headers: response.headers, body }, imagesResponse);
  if (!read.ok) return err({ cut: true, detail: read.error });
  const encoded = (read.value.data ?? []).flatMap((entry) => (entry.b64_json ? [entry.b64_json] : []));
  return decode(encoded, read.value.usage ?? null);
}

async function readStream(
  response: Response,
  context: RunContext,
  client: OpenAI,
): Promise<Result<Pictures, NoPictures>> {
  const encoded: string[] = [];
  let used: Usage | null = null;
  for await (const raw of Stream.fromSSEResponse<unknown>(response, new AbortController(), client)) {
    const event = streamEvent.safeParse(raw);
    if (!event.success || event.data.b64_json === undefined) continue;
    const { type, b64_json: data } = event.data;
    if (type.endsWith('.partial_image')) {
      const preview = pictureFromBase64(data);
      if (preview.ok) context.onPreview({ bytes: preview.value, mime: 'image/png' });
    } else if (type.endsWith('.completed')) {
      encoded.push(data);
      used = event.data.usage ?? used;
    }
  }
  if (encoded.length > 0) return decode(encoded, used);
  const html = isHtml(response.headers, '');
  return err({ cut: true, detail: html ? 'A web page came.' : 'The answer broke off before the picture.' });
}

function decode(encoded: readonly string[], used: Usage | null): Result<Pictures, NoPictures> {
  const pictures: Uint8Array[] = [];
  let problem = 'The answer held no picture.';
  for (const text of encoded) {
    const picture = pictureFromBase64(text);
    if (picture.ok) pictures.push(picture.value);
    else problem = picture.error;
  }
  return pictures.length > 0 ? ok({ pictures, usage: used }) : err({ cut: false, detail: problem });
}
