import { z } from 'zod';
import { required, type Deps } from './deps.ts';
import { createOpenAiClient } from './providers/openai.ts';
import { Refusal } from './refusal.ts';

/** What is looked at before it goes to a model, or to strangers. */
export type Moderated = { readonly text: string; readonly imageUrls: readonly string[] };

const answer = z.object({
  results: z.array(z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean()) })),
});
/** A minor in a sexual text is refused whatever the overall verdict. */
const never = ['sexual/minors'];
const timeoutMs = 20_000;

/**
 * Refuses what the rules of the service forbid. When the check cannot be made nothing goes on: it is a promise.
 * @throws Refusal 422 `moderated` with the categories, 503 when there is no verdict
 */
export async function moderate({ text, imageUrls }: Moderated, deps: Deps): Promise<void> {
  const client = createOpenAiClient(
    required(deps.env, 'OPENAI_API_KEY'),
    deps.env('OPENAI_BASE_URL'),
    deps.fetch,
  );
  const input = [
    { type: 'text' as const, text: text || '(no text)' },
    ...imageUrls.map((url) => ({ type: 'image_url' as const, image_url: { url } })),
  ];
  let verdict: z.infer<typeof answer>;
  try {
    const told = await client.moderations.create(
      { model: 'omni-moderation-latest', input },
      { timeout: timeoutMs, maxRetries: 1 },
    );
    verdict = answer.parse(told);
  } catch (error) {
    deps.log.error('Moderation gave no verdict', error);
    throw new Refusal(503, 'moderation_unavailable', { retry_after: 30 });
  }
  const named = new Set(
    verdict.results.flatMap(({ categories }) =>
      Object.entries(categories).flatMap(([name, applies]) => (applies ? [name] : [])),
    ),
  );
  const flagged = verdict.results.some((result) => result.flagged) || never.some((name) => named.has(name));
  if (flagged) throw new Refusal(422, 'moderated', { categories: [...named].toSorted() });
}
