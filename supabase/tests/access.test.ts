// Who may do what, read from the catalogue: a table or function that nobody wrote down here fails.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, openCloud, refusal, signUp } from './support/cloud.ts';

/** r: select · c: insert · u: update · d: delete; in brackets where only some columns. */
type Access = { readonly anon: string; readonly authenticated: string; readonly service_role: string };

const own: Access = { anon: '', authenticated: 'r', service_role: 'r' };
const ownSome: Access = { anon: '', authenticated: '(r)', service_role: 'r' };
const everybody: Access = { anon: 'r', authenticated: 'r', service_role: 'r' };

const expected: Record<string, Access> = {
  accounts: own,
  blocks: own,
  consents: own,
  credit_holds: own,
  credit_ledger: own,
  hides: own,
  jobs: ownSome,
  likes: own,
  media: own,
  model_prices: everybody,
  models: everybody,
  plans: everybody,
  policy_versions: everybody,
  posts: { anon: '(r)', authenticated: '(r)', service_role: 'r' },
  profiles: { anon: 'r', authenticated: 'r(u)', service_role: 'r' },
  reports: own,
  shares: ownSome,
  statements: own,
  support_messages: own,
  support_replies: own,
  usage_event_kinds: everybody,
  user_private: ownSome,
};

/** Functions that people may call without a token; all others of theirs need one. */
const signedOut = ['author_page', 'discover_feed', 'post_details', 'quote', 'search_posts'];

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 120_000);
afterAll(async () => await cloud.close());

async function readAccess(): Promise<Record<string, Access>> {
  const rows = await cloud.rows<{ name: string; role: keyof Access; access: string }>(
    'owner',
    `select relname as name, role, coalesce(string_agg(
       case when has_table_privilege(role, pg_class.oid, verb) then letter
         when verb <> 'delete' and has_any_column_privilege(role, pg_class.oid, verb) then '(' || letter || ')'
       end, '' order by letter = 'c', letter), '') as access
     from pg_class
     cross join unnest(array['anon', 'authenticated', 'service_role']) as role
     cross join (values ('select', 'r'), ('insert', 'c'), ('update', 'u'), ('delete', 'd')) as verbs (verb, letter)
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
     group by relname, role`,
  );
  const found: Record<string, Record<string, string>> = {};
  for (const { name, role, access } of rows) (found[name] ??= {})[role] = access;
  return found as Record<string, Access>;
}

test('P33: each role has just the rights on each table that are listed', async () => {
  const found = await readAccess();
  expect(Object.keys(found).length).toBeGreaterThan(20);
  expect(found).toEqual(expected);
});

test('P33: people may change four columns of their profile and no other column anywhere', async () => {
  const rows = await cloud.rows<{ place: string }>(
    'owner',
    `select relname || '.' || attname as place from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped
       and (has_column_privilege('authenticated', attrelid, attnum, 'update')
         or has_column_privilege('authenticated', attrelid, attnum, 'insert')
         or has_column_privilege('anon', attrelid, attnum, 'update'))
     order by 1`,
  );
  expect(rows.map(({ place }) => place)).toEqual([
    'profiles.avatar_path',
    'profiles.bio',
    'profiles.display_name',
    'profiles.handle',
  ]);
});

test('every table of the API has row-level security', async () => {
  const rows = await cloud.rows(
    'owner',
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relrowsecurity`,
  );
  expect(rows).toEqual([]);
});

test('every policy asks who is calling once a statement, not once a row', async () => {
  const rows = await cloud.rows<{ policyname: string; clause: string }>(
    'owner',
    `select policyname, concat(qual, with_check) as clause from pg_policies where schemaname in ('public', 'storage', 'realtime')`,
  );
  expect(rows.length).toBeGreaterThan(20);
  const bare = rows.filter(({ clause }) => /(?<!SELECT )auth\.uid\(\)/.test(clause));
  expect(bare).toEqual([]);
});

test('no role of the API reads a table of the private schema', async () => {
  const rows = await cloud.rows<{ name: string; role: string }>(
    'owner',
    `select relname as name, role from pg_class
     cross join unnest(array['anon', 'authenticated', 'service_role', 'authenticator']) as role
     where relnamespace = 'private'::regnamespace and relkind in ('r', 'p', 'v')
       and (has_any_column_privilege(role, pg_class.oid, 'select') or has_any_column_privilege(role, pg_class.oid, 'insert')
         or has_any_column_privilege(role, pg_class.oid, 'update') or has_table_privilege(role, pg_class.oid, 'delete'))`,
  );
  expect(rows).toEqual([]);
});

type Doorway = {
  readonly name: string;
  readonly anon: boolean;
  readonly authenticated: boolean;
  readonly service_role: boolean;
  readonly definer: boolean;
  readonly config: string | null;
};

async function readFunctions(schema: string): Promise<readonly Doorway[]> {
  return await cloud.rows<Doorway>(
    'owner',
    `select proname as name, prosecdef as definer, array_to_string(proconfig, ',') as config,
       has_function_privilege('anon', oid, 'execute') as anon,
       has_function_privilege('authenticated', oid, 'execute') as authenticated,
       has_function_privilege('service_role', oid, 'execute') as service_role
     from pg_proc where pronamespace = $1::regnamespace order by 1`,
    [schema],
  );
}

test('functions of the service are for the service alone', async () => {
  const service = (await readFunctions('public')).filter(({ name }) => name.startsWith('svc_'));
  expect(service.length).toBeGreaterThan(60);
  expect(service.filter((entry) => entry.anon || entry.authenticated || !entry.service_role)).toEqual([]);
  const { person } = await signUp(cloud);
  for (const { name } of service) {
    for (const caller of ['anon', { person }] as const) {
      expect(await refusal(cloud.rows(caller, `select public.${name}(${await nulls(name)})`))).toMatchObject({
        code: '42501',
      });
    }
  }
});

async function nulls(name: string): Promise<string> {
  const row = await cloud.row<{ list: string }>(
    'owner',
    `select coalesce(string_agg('null::' || format_type(type, null), ', ' order by position), '') as list
     from pg_proc, unnest(proargtypes) with ordinality as arguments (type, position)
     where proname = $1 and pronamespace = 'public'::regnamespace`,
    [name],
  );
  return row?.list ?? '';
}

test('functions for people are open to those who are signed in, a listed few to everybody', async () => {
  const people = (await readFunctions('public')).filter(({ name }) => !name.startsWith('svc_'));
  expect(people.filter((entry) => !entry.authenticated)).toEqual([]);
  expect(people.filter(({ anon }) => anon).map(({ name }) => name)).toEqual(signedOut);
});

test('all power is in the private schema, and no function can be fooled by a search path', async () => {
  const doors = await readFunctions('public');
  expect(doors.filter(({ definer }) => definer)).toEqual([]);
  const all = [...doors, ...(await readFunctions('private'))];
  expect(all.filter(({ config }) => !config?.includes('search_path=""'))).toEqual([]);
});

test('what the API may run in the private schema is what has a doorway, and one question of a policy', async () => {
  const doors = new Set((await readFunctions('public')).map(({ name }) => name));
  const open = (await readFunctions('private'))
    .filter((entry) => entry.anon || entry.authenticated || entry.service_role)
    .map(({ name }) => name)
    .filter((name) => !doors.has(name));
  expect(open).toEqual(['has_input_room']);
});

test('P35: no column holds a birth date or a card, and addresses are not stored', async () => {
  const rows = await cloud.rows(
    'owner',
    `select table_schema, table_name, column_name from information_schema.columns
     where table_schema in ('public', 'private')
       and (column_name ~ '(birth|dob$|card|cvc|iban|^ip$|ip_address)' or data_type in ('inet', 'cidr'))`,
  );
  expect(rows).toEqual([]);
});

test('the page lists every table and every function', async () => {
  const page = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const tables = await cloud.rows<{ name: string }>(
    'owner',
    `select case nspname when 'public' then relname else nspname || '.' || relname end as name
     from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname in ('public', 'private') and relkind in ('r', 'p', 'v')
       and not (relispartition and relname like 'usage\\_logs\\_%')`,
  );
  const names = [...tables, ...(await readFunctions('public'))].map(({ name }) => name);
  expect(names.filter((name) => !page.includes(`\`${name}\``) && !page.includes(`\`${name}(`))).toEqual([]);
});
