import OpenAI, { APIError, toFile } from 'openai';
import { bytesOfBase64, failedWith, type CloudInput, type CloudProvider } from './provider.ts';

/** Shorter than the platform lets a worker live, so that a failure is still written down. */
const timeoutMs = 140_000;

/**
 * Pictures by OpenAI. The call answers with the picture itself and leaves nothing to look up: when its answer is lost,
 * the picture is our loss, never the person's.
 */
export function createOpenAiProvider(client: OpenAI): CloudProvider {
  return {
    async start({ model, prompt, parameters, inputs, count, safetyId }, signal) {
      const body = { ...parameters, model, prompt, n: count };
      const pictures = inputs.filter((input) => input.key !== 'mask');
      const mask = inputs.find((input) => input.key === 'mask');
      try {
        const answer =
          pictures.length === 0
            ? await client.images.generate(
                { ...body, ...({ safety_identifier: safetyId } as object) },
                { signal },
              )
            : await client.images.edit(
                {
                  ...body,
                  image: await Promise.all(pictures.map(asFile)),
                  ...(mask ? { mask: await asFile(mask, 0) } : {}),
                },
                { signal },
              );
        const encoded = (answer.data ?? []).flatMap((entry) => (entry.b64_json ? [entry.b64_json] : []));
        return {
          kind: 'done',
          files: encoded.map((text) => ({ mime: null, read: async () => bytesOfBase64(text) })),
        };
      } catch (error) {
        if (!(error instanceof APIError) || error.status === undefined) throw error;
        return failedWith(failureOf(error), error.message);
      }
    },
  };
}

/** @param baseUrl another address than OpenAI's own: a double in tests */
export function createOpenAiClient(
  apiKey: string,
  baseUrl: string | undefined,
  fetcher: typeof fetch,
): OpenAI {
  return new OpenAI({
    apiKey,
    ...(baseUrl ? { baseURL: baseUrl } : {}),
    // A call that is paid for is never repeated by the package.
    maxRetries: 0,
    timeout: timeoutMs,
    fetch: fetcher,
  });
}

async function asFile(input: CloudInput, place: number) {
  const ending = input.mime.split('/')[1]?.replace(/[^a-z0-9]/g, '') ?? 'png';
  return await toFile(await input.read(), `${input.key}-${place + 1}.${ending}`, { type: input.mime });
}

function failureOf({ status, code, type, message }: APIError) {
  const told = `${code ?? ''} ${type ?? ''} ${message}`;
  if (/moderation_blocked|content_policy|safety system/i.test(told)) return 'safety_refused';
  if (status === 404 || /model_not_found|deprecated|retired/i.test(told)) return 'model_gone';
  if (status === 429) return 'provider_busy';
  return status === 400 || status === 422 ? 'invalid_input' : 'provider_error';
}
