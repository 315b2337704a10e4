import { setTimeout as sleep } from 'node:timers/promises';

type Answer = { readonly data: unknown; readonly error: { readonly message: string } | null };

/** The data of an answer of supabase-js. @throws what it says is wrong */
export function succeed<A extends Answer>(answer: A): Extract<A, { error: null }>['data'] {
  if (answer.error) throw new Error(`Seeding: ${answer.error.message}`, { cause: answer.error });
  return answer.data;
}

const pauseMs = 100;
/** A worker that lost a job comes back to it within three minutes. */
const longestMs = 300_000;

/** Waits until something has come about. @throws after five minutes, naming it */
export async function poll(what: string, isThere: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs += pauseMs) {
    if (await isThere()) return;
    await sleep(pauseMs);
  }
  throw new Error(`Seeding waited for ${what} in vain.`);
}
