/** Ids in one request: a few milliseconds of the core, so that its other work goes on between two of them. */
const idsPerRequest = 1000;

/** Sends many ids a thousand at a time, one request after the other. @returns the answers in order */
export async function inChunks<Answer>(
  ids: readonly number[],
  send: (chunk: number[]) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < ids.length; start += idsPerRequest) {
    answers.push(await send(ids.slice(start, start + idsPerRequest)));
  }
  return answers;
}

/** The same of changes that are each about some ids: as many of them in one request as hold a thousand together. */
export function chunksOf<Change extends { readonly ids: readonly number[] }>(
  changes: readonly Change[],
): readonly (readonly Change[])[] {
  const chunks: Change[][] = [];
  let room = 0;
  for (const change of changes) {
    for (let start = 0; start < change.ids.length;) {
      if (room === 0) {
        chunks.push([]);
        room = idsPerRequest;
      }
      const ids = change.ids.slice(start, start + room);
      chunks.at(-1)?.push({ ...change, ids });
      start += ids.length;
      room -= ids.length;
    }
  }
  return chunks;
}
