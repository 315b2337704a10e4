import { z } from 'zod';

/** What the studio reads of a prediction. Unknown statuses count as "still running". */
export const prediction = z.object({
  id: z.string().min(1),
  status: z.string(),
  model: z.string().nullish(),
  version: z.string().nullish(),
  input: z.record(z.string(), z.unknown()).nullish(),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  logs: z.string().nullish(),
  metrics: z.object({ predict_time: z.number().nullish() }).nullish(),
  data_removed: z.boolean().nullish(),
  deadline: z.string().nullish(),
  created_at: z.string().nullish(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
});
export type Prediction = z.infer<typeof prediction>;

export const predictionPage = z.object({
  next: z.string().nullish(),
  results: z.array(prediction),
});

/**
 * Addresses of the files a prediction made. Models answer with one address, a list, or an object that holds some
 * (`{ video, thumbnail }`, nulls among them); inline files come as `data:` addresses.
 */
export function outputUrls(output: unknown): readonly string[] {
  if (typeof output === 'string') return isFileUrl(output) ? [output] : [];
  if (Array.isArray(output)) return output.flatMap(outputUrls);
  if (typeof output === 'object' && output !== null) return Object.values(output).flatMap(outputUrls);
  return [];
}

function isFileUrl(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text) || /^data:(?:image|video)\//.test(text);
}
