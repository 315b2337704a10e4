import { z } from 'zod';

/** Any value that survives JSON unchanged: what parameters and recipes are made of. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export const jsonValue: z.ZodType<JsonValue> = z.json();
