import { z } from 'zod';
import { allowMethods } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { onlyService } from '../_shared/who.ts';
import { eraseDue } from './erase.ts';

const due = z.array(z.object({ bucket: z.string(), path: z.string() }));
const buckets = z.enum(['creations', 'inputs', 'gallery', 'exports', 'support', 'avatars']);

/** `POST /privacy-worker`, by cron: removes files that nothing needs any more, and erases accounts whose time has come. */
export function createHandler(deps: Deps): Handler {
  return async (request) => {
    allowMethods(request, 'POST');
    await onlyService(request, deps);
    deps.waitUntil(removeFiles(deps).then(() => eraseDue(deps)));
    return json({ begun: true }, 202);
  };
}

/** SQL alone would leave the files behind: it names them, and they go through the Storage API. */
async function removeFiles({ database, files }: Deps): Promise<void> {
  for (;;) {
    const batch = await database.call('svc_files_due', { p_limit: 100 }, due);
    if (batch.length === 0) return;
    const byBucket = Map.groupBy(batch, ({ bucket }) => bucket);
    for (const [bucket, entries] of byBucket) {
      const paths = entries.map(({ path }) => path);
      await files.remove(buckets.parse(bucket), paths);
      await database.call('svc_files_removed', { p_bucket: bucket, p_paths: paths }, z.unknown());
    }
  }
}
