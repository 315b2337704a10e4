import type OpenAI from 'openai';
import { toFile } from 'openai';
import type { ProviderInput, ProviderRequest } from '../provider.ts';
import { inputsByRole, namedValues } from '../request-input.ts';

/** Partial pictures cost 100 output tokens each; two show where it is going. */
const partialImages = 2;

/**
 * Sends an image request and answers with the raw response.
 *
 * It streams wherever OpenAI allows: for one PNG, JPEG or WebP ("Streaming is only supported with n=1", and never
 * for SVG or GIF). Besides the previews this keeps Node's five-minute limit for response headers away, which its
 * built-in `fetch` does not let anyone change; several pictures at once must answer within it.
 */
export async function sendImageCall(
  client: OpenAI,
  request: ProviderRequest,
  signal: AbortSignal,
): Promise<Response> {
  const values = namedValues(request);
  const format = values['output_format'];
  const streams = request.count === 1 && format !== 'svg' && format !== 'gif';
  const body = {
    ...values,
    model: request.model.slug,
    prompt: request.prompt,
    n: request.count,
    ...(streams ? { stream: true as const, partial_images: partialImages } : {}),
  };
  const [images, [mask]] = [inputsByRole(request, 'image', 'images'), inputsByRole(request, 'mask')];
  if (images.length === 0) return client.images.generate(body, { signal }).asResponse();

  // The edit endpoint has no moderation setting and refuses unknown fields.
  const { moderation: _moderation, ...editable } = { moderation: undefined, ...body };
  return client.images
    .edit(
      {
        ...editable,
        image: await Promise.all(images.map(asFile)),
        ...(mask ? { mask: await asFile(mask, 0) } : {}),
      },
      { signal },
    )
    .asResponse();
}

async function asFile(input: ProviderInput, index: number) {
  const ending = input.mime.split('/')[1]?.replace(/[^a-z0-9]/g, '') ?? 'png';
  return toFile(await input.read(), `${input.key}-${index + 1}.${ending}`, { type: input.mime });
}
