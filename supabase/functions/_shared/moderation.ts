import { z } from 'zod';
import type { Deps } from './deps.ts';
import { createOpenAiClient } from './providers/openai.ts';
import { Refusal } from './refusal.ts';

/** What is looked at before it goes to a model, or to strangers. */
export type Moderated = { readonly text: string; readonly imageUrls: readonly string[] };

const answer = z.object({
  results: z.array(
    z.object({
      flagged: z.boolean(),
      categories: z.record(z.string(), z.boolean()),
      category_scores: z.record(z.string(), z.number()).nullish(),
    }),
  ),
});
/** A minor in a sexual text is refused whatever the overall verdict. */
const never = new Set(['sexual/minors']);
const doubtfulScore = 0.4;
const timeoutMs = 20_000;

export type Verdict = {
  readonly flagged: boolean;
  /** Scored high in something without being flagged: a person should look before strangers do. */
  readonly doubtful: boolean;
  /** What was flagged. */
  readonly categories: readonly string[];
};

/** @throws Refusal 503 when there is no verdict: nothing goes on without one */
export async function judge({ text, imageUrls }: Moderated, deps: Deps): Promise<Verdict> {
  const key = deps.env('OPENAI_API_KEY');
  if (!key) throw new Refusal(503, 'moderation_unavailable', { reason: 'OPENAI_API_KEY is not set' });
  const client = createOpenAiClient(key, deps.env('OPENAI_BASE_URL'), deps.fetch);
  const input = [
    { type: 'text' as const, text: text || '(no text)' },
    ...imageUrls.map((url) => ({ type: 'image_url' as const, image_url: { url } })),
  ];
  try {
    const model = 'omni-moderation-latest';
    // Asking again costs nothing here.
    const options = { timeout: timeoutMs, maxRetries: 1 };
    return verdictOf(answer.parse(await client.moderations.create({ model, input }, options)));
  } catch (error) {
    deps.log.error('Moderation gave no verdict', error);
    throw new Refusal(503, 'moderation_unavailable', { retry_after: 30 });
  }
}

function verdictOf({ results }: z.infer<typeof answer>): Verdict {
  const flags = results.flatMap(({ categories }) => Object.entries(categories));
  const scores = results.flatMap(({ category_scores: each }) => Object.values(each ?? {}));
  const categories = [...new Set(flags.flatMap(([name, applies]) => (applies ? [name] : [])))].toSorted();
  return {
    flagged: results.some((result) => result.flagged) || categories.some((name) => never.has(name)),
    doubtful: scores.some((score) => score >= doubtfulScore),
    categories,
  };
}

/**
 * Refuses what the rules of the service forbid.
 * @throws Refusal 422 `moderated` with the categories, 503 when there is no verdict
 */
export async function moderate(what: Moderated, deps: Deps): Promise<void> {
  const { flagged, categories } = await judge(what, deps);
  if (flagged) throw new Refusal(422, 'moderated', { categories });
}
