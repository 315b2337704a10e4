import { z } from 'zod';
import { allowMethods } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { onlyService } from '../_shared/who.ts';
import { toCsv } from './csv.ts';

const claims = z.array(z.object({ id: z.uuid(), user_id: z.uuid() }));
type Claim = z.infer<typeof claims>[number];
const sections = z.array(z.object({ section: z.string(), why: z.string() }));
const page = z.object({ rows: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() });

/**
 * `POST /privacy-export`, by cron: builds one archive that was asked for in the app. A section is pages of JSON and of
 * CSV; the app puts them into one file together with the media, which are the person's own to read.
 */
export function createHandler(deps: Deps): Handler {
  return async (request) => {
    allowMethods(request, 'POST');
    await onlyService(request, deps);
    const claimed = await deps.database.call('svc_export_claim', {}, claims);
    deps.waitUntil(Promise.all(claimed.map((claim) => build(claim, deps))));
    return json({ claimed: claimed.length }, 202);
  };
}

async function build(claim: Claim, deps: Deps): Promise<void> {
  try {
    const paths = await writeArchive(claim, deps);
    await deps.database.call('svc_export_done', { p_export: claim.id, p_paths: paths }, z.unknown());
  } catch (error) {
    deps.log.error('An export failed', error);
    await deps.database.call('svc_export_failed', { p_export: claim.id, p_error: 'internal' }, z.unknown());
  }
}

async function writeArchive({ id, user_id: user }: Claim, deps: Deps): Promise<readonly string[]> {
  const folder = `${user}/${id}`;
  const paths: string[] = [];
  const write = async (name: string, text: string, mime: string) => {
    const path = `${folder}/${name}`;
    await deps.files.put('exports', path, new TextEncoder().encode(text), mime);
    paths.push(path);
    return name;
  };
  const listed = await deps.database.call('svc_export_sections', {}, sections);
  const contents: { section: string; why: string; files: string[] }[] = [];
  for (const { section, why } of listed) {
    const files: string[] = [];
    let after: string | null = null;
    for (let number = 1; ; number += 1) {
      const { rows, next }: z.infer<typeof page> = await deps.database.call(
        'svc_export_page',
        { p_export: id, p_section: section, p_after: after },
        page,
      );
      if (rows.length > 0) {
        const name = `${section}-${String(number).padStart(4, '0')}`;
        files.push(await write(`${name}.json`, JSON.stringify(rows, undefined, 1), 'application/json'));
        files.push(await write(`${name}.csv`, toCsv(rows), 'text/csv'));
      }
      if (next === null) break;
      after = next;
    }
    contents.push({ section, why, files });
  }
  const manifest = {
    format: 'videopicai-export',
    v: 1,
    made_at: deps.now().toISOString(),
    sections: contents,
  };
  await write('manifest.json', JSON.stringify(manifest, undefined, 1), 'application/json');
  return paths;
}
