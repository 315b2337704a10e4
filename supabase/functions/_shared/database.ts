import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

/** What Postgres raises through `private.fail`: class PT carries the HTTP status, `message` the stable word. */
const raised = z.object({ code: z.string(), message: z.string(), details: z.string().nullish() });
const details = z.record(z.string(), z.unknown());

/** Calls of the service's own SQL functions, with their answers parsed. */
export type Database = {
  /** @throws Refusal as the function raised it; Error for anything it did not mean to say */
  readonly call: <S extends z.ZodType>(
    name: string,
    args: Readonly<Record<string, unknown>>,
    answer: S,
  ) => Promise<z.output<S>>;
  /** The one row whose columns have these values; null: there is none. */
  readonly row: <S extends z.ZodType>(
    table: string,
    where: Readonly<Record<string, string>>,
    shape: S,
  ) => Promise<z.output<S> | null>;
};

export function createDatabase(admin: SupabaseClient): Database {
  return {
    async call(name, args, answer) {
      const { data, error } = await admin.rpc(name, args);
      if (error) throw toError(name, error);
      return answer.parse(data);
    },
    async row(table, where, shape) {
      const { data, error } = await admin.from(table).select().match(where).maybeSingle();
      if (error) throw toError(table, error);
      return data === null ? null : shape.parse(data);
    },
  };
}

function toError(name: string, error: unknown): Error {
  const known = raised.safeParse(error);
  const status = known.success ? /^PT(\d{3})$/.exec(known.data.code)?.[1] : undefined;
  if (!known.success || status === undefined)
    return new Error(`${name} failed: ${known.success ? known.data.message : 'no answer'}`, { cause: error });
  return new Refusal(Number(status), known.data.message, detailOf(known.data.details ?? ''));
}

function detailOf(text: string): Record<string, unknown> {
  try {
    return details.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
