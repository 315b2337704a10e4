import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Person, succeed, type TestCloud } from './harness.ts';

const png = { contentType: 'image/png' } as const;

/** What unmodified supabase-js needs of the storage service, and resumable uploads. */
export function storageContract(get: () => TestCloud): void {
  let ann: Person;
  let ben: Person;

  beforeAll(async () => {
    const { cloud, person } = get();
    await cloud.database.exec(readFileSync(join(import.meta.dirname, 'storage-fixture.sql'), 'utf8'));
    [ann, ben] = [await person(), await person()];
  });
  const own = (person: Person = ann) => person.client.storage.from('t-own');
  const newPath = (person: Person = ann): string => `${person.id}/${randomUUID()}.png`;
  const put = async (text: string, path = newPath()): Promise<string> =>
    succeed(await own().upload(path, Buffer.from(text), png)).path;

  test('takes a file as a form and as a body, and gives its very bytes back', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 251));
    const asForm = `${ann.id}/a folder/odd & name (1).png`;
    succeed(
      await own().upload(asForm, new Blob([bytes], { type: 'image/png' }), {
        cacheControl: '60',
        metadata: { k: 1 },
      }),
    );
    const asBody = newPath();
    succeed(await own().upload(asBody, bytes, png));
    for (const path of [asForm, asBody]) {
      const blob = succeed(await own().download(path));
      expect(blob.type).toBe('image/png');
      expect(Buffer.from(await blob.arrayBuffer()).equals(bytes)).toBe(true);
    }
    const info = succeed(await own().info(asForm));
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    expect(info).toMatchObject({
      size: bytes.length,
      contentType: 'image/png',
      cacheControl: 'max-age=60',
      etag,
      metadata: { k: 1 },
    });
    expect((await own().exists(asForm)).data).toBe(true);
    expect((await own().exists(newPath())).data).toBe(false);
  });

  test('overwrites only when asked, and only where policies allow changing', async () => {
    const path = await put('one');
    const again = await own().upload(path, Buffer.from('two'), png);
    expect(again.error).toMatchObject({ statusCode: '409' });
    succeed(await own().upload(path, Buffer.from('two'), { ...png, upsert: true }));
    succeed(await own().update(path, Buffer.from('three'), png));
    expect(await succeed(await own().download(path)).text()).toBe('three');
    const once = ann.client.storage.from('t-once');
    const name = randomUUID();
    succeed(await once.upload(name, Buffer.from('x'), png));
    expect((await once.upload(name, Buffer.from('y'), { ...png, upsert: true })).error).toMatchObject({
      statusCode: '403',
    });
  });

  test('keeps everybody else out, by every route', async () => {
    const path = await put('mine');
    const { client, cloud } = get();
    for (const stranger of [ben.client, client()]) {
      const bucket = stranger.storage.from('t-own');
      expect((await bucket.download(path)).error).not.toBeNull();
      expect((await bucket.info(path)).error).not.toBeNull();
      expect((await bucket.createSignedUrl(path, 60)).error).not.toBeNull();
      expect(succeed(await bucket.createSignedUrls([path], 60))[0]?.error).toContain('access');
      expect((await bucket.upload(newPath(), Buffer.from('x'), png)).error).toMatchObject({
        statusCode: '403',
      });
      expect((await bucket.createSignedUploadUrl(newPath())).error).not.toBeNull();
      expect((await bucket.move(path, newPath(ben))).error).not.toBeNull();
      expect((await bucket.copy(path, newPath(ben))).error).not.toBeNull();
      expect(succeed(await bucket.remove([path]))).toEqual([]);
      expect(succeed(await bucket.list(ann.id))).toEqual([]);
    }
    const open = await fetch(`${cloud.url}/storage/v1/object/public/t-own/${path}`);
    expect(open.status).toBe(400);
    const bare = await fetch(`${cloud.url}/storage/v1/object/t-own/${path}`);
    expect(bare.status).toBe(401);
    expect(await succeed(await own().download(path)).text()).toBe('mine');
  });

  test('holds to the size and the types of a bucket', async () => {
    const wrong = await own().upload(newPath(), Buffer.from('MZ'), {
      contentType: 'application/x-msdownload',
    });
    expect(wrong.error).toMatchObject({ statusCode: '415' });
    const huge = await own().upload(newPath(), Buffer.alloc(1_048_577), png);
    expect(huge.error).toMatchObject({ statusCode: '413' });
    const stream = new Blob([Buffer.alloc(1_300_000)]).stream();
    const streamed = await own().upload(newPath(), stream, { ...png, duplex: 'half' });
    expect(streamed.error).toMatchObject({ statusCode: '413' });
    expect((await own().upload(`${ann.id}/bar|bar.png`, Buffer.from('x'), png)).error).toMatchObject({
      statusCode: '400',
    });
    expect((await ann.client.storage.from('none').upload('a', Buffer.from('x'))).error).toMatchObject({
      statusCode: '404',
    });
  });

  test('signs links to one file, for a while', async () => {
    const path = await put('0123456789');
    const other = await put('other');
    const { signedUrl } = succeed(await own().createSignedUrl(path, 60, { download: 'x y.png' }));
    const part = await fetch(signedUrl, { headers: { range: 'bytes=2-4' } });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ]);
    expect(part.headers.get('content-disposition')).toContain('x%20y.png');
    const end = await fetch(signedUrl, { headers: { range: 'bytes=-3' } });
    expect(await end.text()).toBe('789');
    const past = await fetch(signedUrl, { headers: { range: 'bytes=20-' } });
    expect(past.status).toBe(400);
    const etag = (await fetch(signedUrl)).headers.get('etag') ?? '';
    expect((await fetch(signedUrl, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await fetch(signedUrl.replace(path, other))).status).toBe(400);
    expect((await fetch(signedUrl.replace('token=', 'token=x'))).status).toBe(400);
    const several = succeed(await own().createSignedUrls([path, newPath()], 60));
    expect(several.map(({ error }) => error === null)).toEqual([true, false]);
  });

  test('lets others upload by a link that the owner was given', async () => {
    const path = newPath();
    const { token } = succeed(await own().createSignedUploadUrl(path));
    const stranger = get().client().storage.from('t-own');
    expect((await stranger.uploadToSignedUrl(newPath(), token, Buffer.from('x'), png)).error).not.toBeNull();
    succeed(await stranger.uploadToSignedUrl(path, token, Buffer.from('given'), png));
    expect(await succeed(await own().download(path)).text()).toBe('given');
    expect((await stranger.uploadToSignedUrl(path, token, Buffer.from('again'), png)).error).toMatchObject({
      statusCode: '409',
    });
    const readLink = succeed(await own().createSignedUrl(path, 60)).signedUrl;
    const misused = new URL(readLink).searchParams.get('token') ?? '';
    expect((await stranger.uploadToSignedUrl(path, misused, Buffer.from('x'), png)).error).not.toBeNull();
  });

  test('lists folders before files, searches and sorts', async () => {
    const folder = `${ann.id}/${randomUUID()}`;
    for (const name of ['b.png', 'a.png', 'sub_1/c.png']) await put('x', `${folder}/${name}`);
    const names = (rows: readonly { name: string; id: string | null }[]) =>
      rows.map(({ name, id }) => [name, id !== null]);
    expect(names(succeed(await own().list(folder)))).toEqual([
      ['sub_1', false],
      ['a.png', true],
      ['b.png', true],
    ]);
    expect(
      names(
        succeed(await own().list(folder, { search: 'b', sortBy: { column: 'created_at', order: 'desc' } })),
      ),
    ).toEqual([['b.png', true]]);
    expect(names(succeed(await own().list(folder, { limit: 1, offset: 1 })))).toEqual([['a.png', true]]);
    expect(names(succeed(await own().list(folder.replace(/.$/, '_'))))).toEqual([]);
    expect(
      (await own().list(folder, { sortBy: { column: 'name; drop table x', order: 'asc' } })).error,
    ).not.toBeNull();
  });

  test('moves, copies on the server, and removes', async () => {
    const path = await put('travels');
    const [moved, copied] = [newPath(), newPath()];
    succeed(await own().move(path, moved));
    expect((await own().download(path)).error).not.toBeNull();
    succeed(await own().copy(moved, copied));
    const published = `${randomUUID()}.png`;
    succeed(await get().admin.storage.from('t-own').copy(moved, published, { destinationBucket: 't-open' }));
    expect(
      (await own().copy(moved, `${randomUUID()}.png`, { destinationBucket: 't-open' })).error,
    ).toMatchObject({ statusCode: '403' });
    const { publicUrl } = get().client().storage.from('t-open').getPublicUrl(published).data;
    expect(await (await fetch(publicUrl)).text()).toBe('travels');
    expect(
      succeed(await own().remove([moved, copied, newPath()]))
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([moved, copied].toSorted());
    expect((await own().download(copied)).error).not.toBeNull();
    succeed(await get().admin.storage.from('t-open').remove([published]));
    expect((await fetch(publicUrl)).status).toBe(400);
  });

  test('shows an uploaded page as text', async () => {
    const bucket = get().admin.storage.from('t-open');
    const name = `${randomUUID()}.html`;
    succeed(await bucket.upload(name, Buffer.from('<script>1</script>'), { contentType: 'text/html' }));
    const response = await fetch(bucket.getPublicUrl(name).data.publicUrl);
    expect(response.headers.get('content-type')).toBe('text/plain');
  });

  test('lists buckets, and answers 501 to what it does not do', async () => {
    expect(succeed(await ann.client.storage.listBuckets()).map(({ id }) => id)).toContain('t-own');
    expect(succeed(await ann.client.storage.getBucket('t-open')).public).toBe(true);
    expect(await get().admin.storage.createBucket('t-new')).toMatchObject({ error: { status: 501 } });
    expect((await own().download(await put('x'), { transform: { width: 9 } })).error).toMatchObject({
      status: 501,
    });
  });

  test('takes a large file in pieces, and goes on where it broke off', async () => {
    const { cloud } = get();
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 253));
    const path = newPath();
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const tus = async (
      method: string,
      url: string,
      headers: Record<string, string>,
      body?: Buffer<ArrayBuffer>,
      token = ann.token,
    ): Promise<Response> =>
      await fetch(url, {
        method,
        body: body ?? null,
        headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers },
      });
    const begin = async (name: string, length: number, type = 'image/png'): Promise<Response> =>
      await tus('POST', `${cloud.url}/storage/v1/upload/resumable`, {
        'upload-length': `${length}`,
        'upload-metadata': `bucketName ${base64('t-own')},objectName ${base64(name)},contentType ${base64(type)}`,
      });
    const begun = await begin(path, bytes.length);
    expect(begun.status).toBe(201);
    const url = begun.headers.get('location') ?? '';
    const send = async (offset: number, piece: Buffer<ArrayBuffer>, token = ann.token): Promise<Response> =>
      await tus(
        'PATCH',
        url,
        { 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' },
        piece,
        token,
      );
    expect((await send(0, bytes.subarray(0, 100_000))).headers.get('upload-offset')).toBe('100000');
    expect((await send(0, bytes)).status).toBe(409);
    expect((await send(100_000, bytes.subarray(100_000), ben.token)).status).toBe(404);
    expect((await tus('HEAD', url, {})).headers.get('upload-offset')).toBe('100000');
    expect((await own().download(path)).error).not.toBeNull();
    expect((await send(100_000, bytes.subarray(100_000))).status).toBe(204);
    const whole = succeed(await own().download(path));
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await tus('HEAD', url, {})).status).toBe(404);
    expect((await begin(newPath(ben), 10)).status).toBe(400);
    expect((await begin(path, 10)).status).toBe(400);
    expect((await begin(newPath(), 2_000_000)).status).toBe(400);
    expect((await begin(newPath(), 10, 'video/mp4')).status).toBe(400);
    const dropped = (await begin(newPath(), 10)).headers.get('location') ?? '';
    expect((await tus('DELETE', dropped, {})).status).toBe(204);
    expect((await tus('HEAD', dropped, {})).status).toBe(404);
  });
}
