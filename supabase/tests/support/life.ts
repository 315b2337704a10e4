import { createHash, randomUUID } from 'node:crypto';
import type { Cloud, Person } from './cloud.ts';

/** A file as the storage service leaves it: the row without the bytes. */
export async function putFile(cloud: Cloud, bucket: string, path: string, sizeBytes = 100): Promise<void> {
  await cloud.rows('owner', 'insert into storage.objects (bucket_id, name, metadata) values ($1, $2, $3)', [
    bucket,
    path,
    JSON.stringify({ size: sizeBytes }),
  ]);
}

/** What the Storage API does when it removes files. */
export async function removeFiles(cloud: Cloud, prefix: string): Promise<void> {
  await cloud.as('owner', async (query) => {
    await query(`select set_config('storage.allow_delete_query', 'true', true)`);
    await query(`delete from storage.objects where starts_with(name, $1)`, [prefix]);
  });
}

export const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);

/** Mail written to somebody, sent or not. */
export async function mails(
  cloud: Cloud,
  { person }: Person,
  template: string,
): Promise<readonly Record<string, unknown>[]> {
  return await cloud.rows('owner', 'select * from private.mail_outbox where user_id = $1 and template = $2', [
    person,
    template,
  ]);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export type Stored = { readonly sha256: string; readonly path: string };

/** A picture kept in the cloud, by the app's own way: reserved, uploaded, confirmed. */
export async function storePicture(cloud: Cloud, { person }: Person, name: string): Promise<Stored> {
  const hash = sha256(name);
  const [reserved] = await cloud.call<{ path: string }>({ person }, 'media_reserve', {
    p_items: [{ sha256: hash, mime: 'image/png', size_bytes: 100 }],
  });
  if (!reserved) throw new Error('nothing was reserved');
  await cloud.rows(
    { person },
    'insert into storage.objects (bucket_id, name, metadata) values ($1, $2, $3)',
    ['creations', reserved.path, JSON.stringify({ size: 100 })],
  );
  await cloud.call({ person }, 'media_confirm', { p_sha256: [hash] });
  return { sha256: hash, path: reserved.path };
}

export async function takeHandle(cloud: Cloud, { person }: Person, handle: string): Promise<void> {
  await cloud.rows({ person }, 'update profiles set handle = $1 where id = $2', [handle, person]);
}

type Draft = Readonly<Record<string, unknown>>;

/** A post in Discover, from a picture stored for it. Its author needs a handle. */
export async function publish(
  cloud: Cloud,
  author: Person,
  title: string,
  draft: Draft = {},
  verdict = 'publish',
): Promise<string> {
  const id = randomUUID();
  const { sha256: hash } = await storePicture(cloud, author, id);
  const begun = await cloud.value<{ media_path: string; thumb_path: string }>(
    'service',
    'svc_publish_begin',
    {
      p_user: author.person,
      p_id: id,
      p_post: { creation_id: id, sha256: hash, kind: 'image', title, width: 4, height: 3, ...draft },
    },
  );
  for (const path of [begun.media_path, begun.thumb_path]) await putFile(cloud, 'gallery', path);
  await cloud.call('service', 'svc_publish_finish', { p_id: id, p_verdict: verdict });
  return id;
}

/** One credit a picture, as the seed turns it on. */
export const sketch = 'sketch/picture';

export async function enableSketch(cloud: Cloud): Promise<void> {
  await cloud.rows('owner', `update models set enabled = true where provider = 'sketch'`);
}

export type Job = {
  readonly id: string;
  readonly status: string;
  readonly price: number;
  readonly charged: number;
  readonly attempt: number;
  readonly lease_id: string | null;
  readonly provider_id: string | null;
  readonly submitting_at: Date | null;
  readonly cancel_requested_at: Date | null;
  readonly progress: number | null;
  readonly error_code: string | null;
  readonly outputs: readonly unknown[];
};

type Request = {
  readonly id?: string;
  readonly count?: number;
  readonly price?: number;
  readonly now?: string;
};

export async function createJob(cloud: Cloud, { person }: Person, request: Request = {}): Promise<Job> {
  const { id = randomUUID(), count = 1, price = count, now } = request;
  const [job] = await cloud.call<Job>('service', 'svc_job_create', {
    p_user: person,
    p_id: id,
    p_model: sketch,
    p_params: { prompt: 'a lighthouse', count },
    p_inputs: [],
    p_price: price,
    ...(now === undefined ? {} : { p_now: now }),
  });
  if (!job) throw new Error('no job was made');
  return job;
}

/** Files of a job where the worker puts them, and the list that `svc_job_finish` takes. */
export async function storeOutputs(
  cloud: Cloud,
  { person }: Person,
  count: number,
): Promise<readonly Draft[]> {
  const outputs = Array.from({ length: count }, () => ({
    path: `${person}/${randomUUID()}.png`,
    sha256: sha256(randomUUID()),
    mime: 'image/png',
    size_bytes: 100,
  }));
  for (const { path } of outputs) await putFile(cloud, 'creations', path);
  return outputs;
}
