import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { type Person, succeed, type TestCloud } from './harness.ts';

/** Three works by a person of their own, and what there is to ask about them. */
async function makeWorks(
  person: Person,
): Promise<{ readonly author: string; readonly works: readonly number[] }> {
  const { client } = person;
  const author = succeed(await client.from('t_authors').insert({ name: person.email }).select('id').single());
  const rows = [
    {
      author_id: author.id,
      title: 'Harbour, at night',
      tags: ['sea', 'a,b'],
      facts: { size: { w: 3 }, note: 'x' },
      size: 3,
    },
    { author_id: author.id, title: 'Lamp "one"', tags: ['room'], facts: {}, size: null },
    { author_id: author.id, title: '100%_sure', tags: ['sea'], facts: { size: { w: 7 } }, size: 9 },
  ];
  const made = succeed(await client.from('t_works').insert(rows).select('id').order('id')) as {
    id: number;
  }[];
  return { author: author.id, works: made.map(({ id }) => id) };
}

/** What unmodified supabase-js needs of the data API. */
export function restContract(get: () => TestCloud): void {
  let ann: Person;
  let ben: Person;
  let author: string;
  let works: readonly number[];

  beforeAll(async () => {
    const { cloud, person, admin } = get();
    await cloud.database.exec(readFileSync(join(import.meta.dirname, 'rest-fixture.sql'), 'utf8'));
    await vi.waitFor(async () => expect((await admin.from('t_labels').select()).status).toBe(200));
    [ann, ben] = [await person(), await person()];
    ({ author, works } = await makeWorks(ann));
  });
  const titles = (data: unknown): readonly unknown[] =>
    (data as readonly { title: string }[]).map(({ title }) => title);

  test('reads what somebody may see, and says so where they may not', async () => {
    expect(succeed(await ann.client.from('t_authors').select('name'))).toEqual([{ name: ann.email }]);
    expect(succeed(await ben.client.from('t_authors').select())).toEqual([]);
    const stranger = await get().client().from('t_authors').select();
    expect(stranger).toMatchObject({ status: 401, error: { code: '42501' } });
    const hidden = await ann.client.from('t_works').select('secret');
    expect(hidden).toMatchObject({ status: 403, error: { code: '42501' } });
    expect(succeed(await get().admin.from('t_works').select('secret').limit(1))).toEqual([
      { secret: 'hidden' },
    ]);
  });

  test('embeds one, many, many to many, by hint, and only rows that have a counterpart', async () => {
    await get()
      .admin.from('t_work_labels')
      .insert([
        { work_id: works[0], label_id: 1 },
        { work_id: works[0], label_id: 2 },
      ]);
    const one = succeed(
      await ann.client
        .from('t_works')
        .select('title, author:t_authors!author_id(name), t_labels(word)')
        .eq('id', works[0])
        .single(),
    );
    expect(one).toEqual({
      title: 'Harbour, at night',
      author: { name: ann.email },
      t_labels: [{ word: 'sea' }, { word: 'night' }],
    });
    const many = succeed(
      await ann.client
        .from('t_authors')
        .select('name, t_works!t_works_author_id_fkey(title)')
        .order('id', { referencedTable: 't_works', ascending: false })
        .limit(2, { referencedTable: 't_works' })
        .single(),
    );
    expect(many).toEqual({ name: ann.email, t_works: [{ title: '100%_sure' }, { title: 'Lamp "one"' }] });
    const inner = succeed(
      await ann.client.from('t_works').select('title, t_labels!inner(word)').eq('t_labels.word', 'sea'),
    );
    expect(inner).toEqual([{ title: 'Harbour, at night', t_labels: [{ word: 'sea' }] }]);
    const ambiguous = await ann.client.from('t_works').select('t_authors(name)');
    expect(ambiguous).toMatchObject({ status: 300, error: { code: 'PGRST201' } });
    const unrelated = await ann.client.from('t_labels').select('t_authors(name)');
    expect(unrelated).toMatchObject({ status: 400, error: { code: 'PGRST200' } });
  });

  test('filters, orders and pages as asked, and counts', async () => {
    const all = (): ReturnType<typeof query> => query('title');
    const query = (columns: string) =>
      ann.client.from('t_works').select(columns).eq('author_id', author).order('id');
    const found = async (
      request: PromiseLike<{ data: unknown; error: unknown }>,
    ): Promise<readonly unknown[]> => titles(succeed(await request));
    const [harbour, lamp, sure] = ['Harbour, at night', 'Lamp "one"', '100%_sure'];
    expect(await found(all().neq('title', harbour))).toEqual([lamp, sure]);
    expect(await found(all().gt('size', 3))).toEqual([sure]);
    expect(await found(all().gte('size', 3).lt('size', 9))).toEqual([harbour]);
    expect(await found(all().lte('size', 9))).toEqual([harbour, sure]);
    expect(await found(all().like('title', '%night'))).toEqual([harbour]);
    expect(await found(all().ilike('title', 'LAMP%'))).toEqual([lamp]);
    expect(await found(all().is('size', null))).toEqual([lamp]);
    expect(await found(all().not('size', 'is', null))).toEqual([harbour, sure]);
    expect(await found(all().in('title', [harbour, sure]))).toEqual([harbour, sure]);
    expect(await found(all().contains('tags', ['sea']))).toEqual([harbour, sure]);
    expect(await found(all().contains('facts', { note: 'x' }))).toEqual([harbour]);
    expect(await found(all().containedBy('tags', ['room', 'x']))).toEqual([lamp]);
    expect(await found(all().overlaps('tags', ['room', 'sea']))).toEqual([harbour, lamp, sure]);
    expect(await found(all().textSearch('title', 'night & harbour'))).toEqual([harbour]);
    expect(await found(all().textSearch('title', 'lamp', { type: 'websearch', config: 'english' }))).toEqual([
      lamp,
    ]);
    expect(await found(all().match({ title: lamp, kind: 'image' }))).toEqual([lamp]);
    expect(await found(all().likeAnyOf('title', ['Lamp%', '100%']))).toEqual([lamp, sure]);
    expect(await found(all().or('size.is.null,and(size.gt.3,title.ilike.100*)'))).toEqual([lamp, sure]);
    expect(await found(all().or('title.eq."Harbour, at night",title.eq."Lamp \\"one\\""'))).toEqual([
      harbour,
      lamp,
    ]);
    expect(await found(all().not('or', 'is', 'x').limit(0)).catch(() => 'refused')).toBe('refused');
    expect(await found(all().filter('facts->size->>w', 'eq', '7'))).toEqual([sure]);
    expect(await found(all().eq('facts->size->w', 3))).toEqual([harbour]);
    expect(await found(all().range(1, 1))).toEqual([lamp]);
    const unsized = ann.client.from('t_works').select('title').eq('author_id', author);
    expect(await found(unsized.order('size', { ascending: false, nullsFirst: false }).order('id'))).toEqual([
      sure,
      harbour,
      lamp,
    ]);
    const counted = await ann.client
      .from('t_works')
      .select('title', { count: 'exact' })
      .eq('author_id', author)
      .order('id')
      .range(0, 1);
    expect(counted).toMatchObject({ status: 206, count: 3 });
    const head = await ann.client
      .from('t_works')
      .select('id', { count: 'exact', head: true })
      .eq('author_id', author);
    expect(head).toMatchObject({ count: 3, error: null });
    const past = await ann.client
      .from('t_works')
      .select('title', { count: 'exact' })
      .eq('author_id', author)
      .range(9, 10);
    expect(past).toMatchObject({ status: 416, error: { code: 'PGRST103' } });
  });

  test('renames, casts and reaches into JSON', async () => {
    const row = succeed(
      await ann.client
        .from('t_works')
        .select('n:id::text, w:facts->size->w, word:facts->>note, size')
        .eq('id', works[0])
        .single(),
    );
    expect(row).toEqual({ n: `${works[0]}`, w: 3, word: 'x', size: 3 });
    const odd = { name: `odd ${randomUUID()}`, 'odd, "name"': 'yes' };
    const made = succeed(await ann.client.from('t_authors').insert(odd).select('"odd, \\"name\\""').single());
    expect(made).toEqual({ 'odd, "name"': 'yes' });
    await ann.client.from('t_authors').delete().eq('name', odd.name);
  });

  test('gives numbers as Postgres prints them', async () => {
    const { id } = succeed(
      await ann.client
        .from('t_works')
        .insert({ author_id: author, title: 'big', size: 1 })
        .select('id')
        .single(),
    );
    await get().cloud.database.query('update public.t_works set size = 9007199254740993 where id = $1', [id]);
    const response = await fetch(`${get().cloud.url}/rest/v1/t_works?select=size&id=eq.${id}`, {
      headers: { apikey: get().cloud.publishableKey, authorization: `Bearer ${ann.token}` },
    });
    expect(await response.text()).toBe('[{"size":9007199254740993}]');
    expect((await ann.client.from('t_works').delete().eq('id', id)).status).toBe(204);
  });

  test('one row or none, or an error', async () => {
    const several = await ann.client.from('t_works').select().eq('kind', 'video').single();
    expect(several).toMatchObject({ status: 403 });
    const none = await ann.client.from('t_works').select('id').eq('id', -1).single();
    expect(none).toMatchObject({ status: 406, error: { code: 'PGRST116' } });
    expect(succeed(await ann.client.from('t_works').select('id').eq('id', -1).maybeSingle())).toBeNull();
  });

  test('inserts, merges and ignores, and says which', async () => {
    const table = () => ann.client.from('t_authors');
    const name = randomUUID();
    expect(await table().insert({ name })).toMatchObject({ status: 201, data: null });
    expect(await table().insert({ name })).toMatchObject({ status: 409, error: { code: '23505' } });
    const ignored = await table()
      .upsert({ name }, { onConflict: 'name', ignoreDuplicates: true })
      .select('name');
    expect(ignored).toMatchObject({ status: 201, data: [] });
    const merged = await table().upsert({ name, 'odd, "name"': 'm' }, { onConflict: 'name' }).select('name');
    expect(merged).toMatchObject({ status: 200, data: [{ name }] });
    expect(await table().upsert({ name }, { onConflict: 'name' })).toMatchObject({ error: null });
    const fresh = await table()
      .upsert({ name: `${name}-2` }, { onConflict: 'name' })
      .select('name');
    expect(fresh).toMatchObject({ status: 201 });
    expect(await table().insert([]).select('name')).toMatchObject({ status: 201, data: [] });
    expect(await table().insert({ name: `${name}-3`, owner: ben.id })).toMatchObject({
      status: 403,
      error: { code: '42501' },
    });
    expect(await table().insert({ nonsense: 1 })).toMatchObject({ status: 400, error: { code: 'PGRST204' } });
    expect(
      await ann.client.from('t_works').insert({ author_id: author, title: 'x', kind: 'song' }),
    ).toMatchObject({ status: 400, error: { code: '23514' } });
    expect(await ann.client.from('t_works').insert({ author_id: 'no uuid', title: 'x' })).toMatchObject({
      status: 400,
      error: { code: '22P02' },
    });
    const deleted = await table().delete({ count: 'exact' }).like('name', `${name}%`);
    expect(deleted).toMatchObject({ status: 204, count: 2 });
  });

  test('updates own rows and columns only', async () => {
    const change = { title: 'Harbour, at noon' };
    const others = await ben.client.from('t_works').update(change).eq('id', works[0]).select('id');
    expect(others).toMatchObject({ status: 200, data: [] });
    expect(await ann.client.from('t_works').update({ secret: 'x' }).eq('id', works[0])).toMatchObject({
      status: 403,
    });
    const own = await ann.client
      .from('t_works')
      .update(change)
      .eq('id', works[0])
      .select('title, author:t_authors!author_id(name)');
    expect(own).toMatchObject({ status: 200, data: [{ ...change, author: { name: ann.email } }] });
    expect(
      await ann.client.from('t_works').update({ title: 'Harbour, at night' }).eq('id', works[0]),
    ).toMatchObject({ status: 204 });
    const tooFar = await fetch(`${get().cloud.url}/rest/v1/t_works?author_id=eq.${author}&select=id`, {
      method: 'PATCH',
      body: '{"kind":"video"}',
      headers: {
        apikey: get().cloud.publishableKey,
        authorization: `Bearer ${ann.token}`,
        prefer: 'return=representation,handling=strict,max-affected=1',
      },
    });
    expect([tooFar.status, await tooFar.json()]).toMatchObject([400, { code: 'PGRST124' }]);
    const left = await ann.client
      .from('t_works')
      .select('id', { count: 'exact', head: true })
      .eq('kind', 'video');
    expect(left.count).toBe(0);
    for (const all of [
      await ann.client.from('t_works').update({ kind: 'video' }),
      await ann.client.from('t_works').delete(),
    ]) {
      expect(all).toMatchObject({ status: 400, error: { code: '21000' } });
    }
  });

  test('calls functions: values, sets, rows, nothing, and errors with their own status', async () => {
    const { client } = ann;
    expect(succeed(await client.rpc('t_add', { a: 2 }))).toBe(3);
    expect(succeed(await client.rpc('t_add', { a: 2, b: 5 }, { get: true }))).toBe(7);
    expect(succeed(await client.rpc('t_words'))).toEqual(['one', 'two']);
    const rows = succeed(
      await client
        .rpc('t_pairs', { n: 3 })
        .select('square')
        .gt('number', 1)
        .order('number', { ascending: false })
        .limit(1),
    );
    expect(rows).toEqual([{ square: 9 }]);
    const mine = await client
      .rpc('t_works_of', { p_author: author }, { count: 'exact' })
      .select('title, author:t_authors!author_id(name)')
      .eq('id', works[1]);
    expect(mine).toMatchObject({ data: [{ title: 'Lamp "one"', author: { name: ann.email } }], count: 1 });
    expect(succeed(await client.rpc('t_echo', { p: { a: [1, null, "it's"] }, list: ['x,y', '"'] }))).toEqual({
      p: { a: [1, null, "it's"] },
      list: ['x,y', '"'],
    });
    expect(await client.rpc('t_touch')).toMatchObject({ status: 204, data: null });
    expect(await client.rpc('t_touch', {}, { get: true })).toMatchObject({
      status: 405,
      error: { code: '25006' },
    });
    expect(await client.rpc('t_fail')).toMatchObject({
      status: 402,
      error: { code: 'PT402', message: 'insufficient_credits', details: '{"needed": 9}' },
    });
    expect(await client.rpc('t_none')).toMatchObject({ status: 404, error: { code: 'PGRST202' } });
    expect(await client.rpc('t_add', { c: 1 })).toMatchObject({ status: 404, error: { code: 'PGRST202' } });
    expect(await get().client().rpc('t_add', { a: 1 })).toMatchObject({ status: 401 });
    expect(await client.rpc('svc_ledger_audit')).toMatchObject({ status: 403 });
    expect(succeed(await get().admin.rpc('svc_ledger_audit'))).toEqual([]);
  });

  test('no name, filter or order is read as SQL', async () => {
    const { client } = ann;
    const before = succeed(await client.from('t_works').select('id'));
    const texts = [
      `'; drop table public.t_works; --`,
      `1) or (1=1`,
      `"`,
      `\\`,
      `\\'`,
      `$1`,
      `%' or '1'='1`,
      `{"}`,
      '\u0000'.replace('\u0000', '⁠'),
    ];
    for (const text of texts) {
      expect(succeed(await client.from('t_works').select('id').eq('title', text)), text).toEqual([]);
      expect(
        succeed(
          await client
            .from('t_works')
            .select('id')
            .overlaps('tags', [text.replaceAll(/["\\{}]/g, '')]),
        ),
        text,
      ).toEqual([]);
    }
    const names = [
      'id;drop table t_works',
      'title" --',
      `title') or (1=1`,
      'id::text',
      "facts->>x'||(select 1)",
      'pg_sleep(1)',
      'a b',
    ];
    for (const name of names) {
      const asFilter = await client.from('t_works').select('id').eq(name, 'x');
      const asOrder = await client.from('t_works').select('id').order(name);
      const asColumn = await client.from('t_works').select(`id,"${name.replaceAll('"', '\\"')}"`);
      const asTable = await client.from(name).select('id');
      const asFunction = await client.rpc(name);
      const asKey = await client.from('t_authors').insert({ name: 'x', [name]: 1 });
      const asConflict = await client
        .from('t_authors')
        .upsert({ name: 'x' }, { onConflict: `"${name.replaceAll('"', '\\"')}"` });
      const isHarmless = name.startsWith('facts->>');
      for (const answer of [
        ...(isHarmless ? [] : [asFilter, asOrder, asColumn]),
        asTable,
        asFunction,
        asKey,
        asConflict,
      ]) {
        expect(answer.error, name).not.toBeNull();
        expect([400, 404, 501], `${name}: ${answer.error?.message}`).toContain(answer.status);
      }
    }
    for (const path of [
      'or=(title.eq.x)) or (1=1',
      'or=(((',
      'title=eq',
      'title=zz.1',
      'select=id)',
      'select=a(b(c(d(e(f(g(h)))))))',
      'limit=1;--',
      'offset=-1',
      'order=id.sideways',
      'id=in.1,2',
      'id=in.(1,2',
      'id=eq.1 or 1=1',
      'kind=is.x',
      'title=fts(zz; drop).x',
    ]) {
      const response = await fetch(`${get().cloud.url}/rest/v1/t_works?${path}`, {
        headers: { apikey: get().cloud.publishableKey, authorization: `Bearer ${ann.token}` },
      });
      expect([400, 501], path).toContain(response.status);
    }
    expect(succeed(await client.from('t_works').select('id'))).toEqual(before);
  });

  test('answers 501 to what it does not do', async () => {
    const { client } = ann;
    const answers = [
      await client.from('t_works').select('...t_authors!author_id(name)'),
      await client.from('t_works').select('size.sum()'),
      await client.from('t_works').select('id').csv(),
      await client.from('t_works').select('id').explain(),
      await client.from('t_works').select('id').rangeGt('size', '[1,2]'),
      await client.from('t_works').select('id', { count: 'planned' }),
      await client.from('t_works').select('id').order('t_authors(name)'),
    ];
    for (const { status } of answers) expect(status).toBe(501);
    expect((await client.schema('private').from('settings').select()).status).toBe(406);
  });

  test('takes no other token, no broken body, no huge one', async () => {
    const { cloud } = get();
    const post = async (body: string, token = ann.token, key = cloud.publishableKey): Promise<number> => {
      const headers = { apikey: key, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return (await fetch(`${cloud.url}/rest/v1/t_authors`, { method: 'POST', body, headers })).status;
    };
    expect(await post('{"name":"x"}', `${ann.token}x`)).toBe(401);
    expect(await post('{"name":"x"}', ann.token, 'sb_secret_guess')).toBe(401);
    for (const broken of ['', '{', '"text"', '7', '[1]', 'null', '[{"name":"a"},{"owner":1}]']) {
      expect(await post(broken), broken).toBe(400);
    }
    expect(await post(`{"name":"${'x'.repeat(9_000_000)}"}`)).toBe(413);
  });
}
