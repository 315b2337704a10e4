// Uploads in pieces that nobody finished: they expire, give their room back, and leave nothing.
import { readdir, writeFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, startTestCloud, succeed, type TestCloud } from '../contract/harness.ts';

const hour = 3_600_000;
let cloud: TestCloud;
let ahead = 0;
beforeAll(async () => {
  cloud = await startTestCloud('pglite', () => Date.now() + ahead);
}, 60_000);
afterAll(async () => await cloud.stop(), 30_000);

const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function signInAgain({ client, email, password }: Person): Promise<string> {
  return succeed(await client.auth.signInWithPassword({ email, password })).session.access_token;
}

const send = async (
  method: string,
  url: string,
  token: string,
  headers: Record<string, string> = {},
  body: Uint8Array<ArrayBuffer> | null = null,
): Promise<Response> =>
  await fetch(url, {
    method,
    body,
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers },
  });

const begin = async (token: string, name: string, length: number): Promise<Response> =>
  await send('POST', `${cloud.cloud.url}/storage/v1/upload/resumable`, token, {
    'upload-length': `${length}`,
    'upload-metadata': `bucketName ${base64('creations')},objectName ${base64(name)},contentType ${base64('image/png')}`,
  });

const piece = async (
  url: string,
  token: string,
  offset: number,
  bytes: Buffer<ArrayBuffer>,
): Promise<Response> =>
  await send(
    'PATCH',
    url,
    token,
    { 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' },
    bytes,
  );

const parts = async (): Promise<readonly string[]> => await readdir(join(cloud.cloud.folder, 'files/parts'));

test('an upload that nobody finished expires after a day, is swept, and can be made anew', async () => {
  const ann = await cloud.person();
  succeed(await ann.client.rpc('accept_terms', { p_version: '2026-01-31', p_age_confirmed: true }));
  const bytes = Buffer.alloc(50_000, 7);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const reserve = async (): Promise<string> => {
    const items = [{ sha256, mime: 'image/png', size_bytes: bytes.length }];
    return succeed(await ann.client.rpc('media_reserve', { p_items: items }))[0].path;
  };
  const used = async (): Promise<unknown> => succeed(await ann.client.rpc('my_account')).storage_bytes;

  const begun = await begin(ann.token, await reserve(), bytes.length);
  const url = begun.headers.get('location') ?? '';
  const expires = Date.parse(begun.headers.get('upload-expires') ?? '');
  expect(Math.abs(expires - Date.now() - 24 * hour)).toBeLessThan(60_000);
  const half = await piece(url, ann.token, 0, bytes.subarray(0, 20_000));
  expect(half.headers.get('upload-expires')).toBe(begun.headers.get('upload-expires'));
  expect(await used()).toBe(bytes.length);
  expect(await parts()).toHaveLength(2);

  ahead += 23 * hour;
  const kept = await begin(await signInAgain(ann), await reserve(), bytes.length);
  expect(kept.status).toBe(201);
  const going = await piece(url, await signInAgain(ann), 20_000, bytes.subarray(20_000, 30_000));
  expect(going.status).toBe(204);

  ahead += 2 * hour;
  const token = await signInAgain(ann);
  expect((await piece(url, token, 30_000, bytes.subarray(30_000))).status).toBe(410);
  expect((await send('HEAD', url, token)).status).toBe(410);
  expect(await parts()).toHaveLength(4);
  const orphan = join(cloud.cloud.folder, 'files/parts/left-by-a-crash');
  await writeFile(orphan, 'x');
  await utimes(orphan, new Date(), new Date(Date.now() - 25 * hour));
  const fresh = await begin(token, await reserve(), bytes.length);
  expect((await send('HEAD', url, token)).status).toBe(404);
  // What was begun later and what begins now stay: two files each.
  expect(await parts()).toHaveLength(4);
  expect(await parts()).not.toContain('left-by-a-crash');

  // The reservation is the database's: it was taken again with each attempt, and is counted once.
  expect(await used()).toBe(bytes.length);
  expect((await piece(fresh.headers.get('location') ?? '', token, 0, bytes)).status).toBe(204);
  expect(succeed(await ann.client.rpc('media_confirm', { p_sha256: [sha256] }))).toBe(1);
  expect(await used()).toBe(bytes.length);
});

test('the room of an abandoned upload comes back, and what is left of it can no longer be finished', async () => {
  const ben = await cloud.person();
  succeed(await ben.client.rpc('accept_terms', { p_version: '2026-01-31', p_age_confirmed: true }));
  const bytes = Buffer.alloc(9_000, 3);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const items = [{ sha256, mime: 'image/png', size_bytes: bytes.length }];
  const { path } = succeed(await ben.client.rpc('media_reserve', { p_items: items }))[0];
  const url = (await begin(ben.token, path, bytes.length)).headers.get('location') ?? '';
  await piece(url, ben.token, 0, bytes.subarray(0, 4_000));
  succeed(
    await cloud.admin.rpc('svc_sweep_reservations', {
      p_now: new Date(Date.now() + 25 * hour).toISOString(),
    }),
  );
  expect(succeed(await ben.client.rpc('my_account')).storage_bytes).toBe(0);
  expect((await piece(url, ben.token, 4_000, bytes.subarray(4_000))).status).toBe(400);
  const { rows } = await cloud.cloud.database.query('select 1 from storage.objects where name = $1', [path]);
  expect(rows).toEqual([]);
});
