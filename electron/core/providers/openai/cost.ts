import { z } from 'zod';
import type { TokenRates } from '../../../../shared/domain/model.ts';
import type { MicroUsd } from '../../../../shared/domain/money.ts';

export const usage = z.object({
  input_tokens: z.number().nonnegative(),
  output_tokens: z.number().nonnegative(),
  input_tokens_details: z
    .object({
      image_tokens: z.number().nonnegative().nullish(),
      text_tokens: z.number().nonnegative().nullish(),
    })
    .nullish(),
});
export type Usage = z.infer<typeof usage>;

/** What a finished call cost by its token counts: dollars per million tokens are micro-dollars per token. */
export function costOfUsage(used: Usage, rates: TokenRates): MicroUsd {
  const image = used.input_tokens_details?.image_tokens ?? 0;
  const text = used.input_tokens_details?.text_tokens ?? used.input_tokens - image;
  return Math.round(text * rates.textIn + image * rates.imageIn + used.output_tokens * rates.out);
}
