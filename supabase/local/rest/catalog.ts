import { z } from 'zod';
import type { Query } from '../database/database.ts';

/** Columns in their order, with the type a value is cast to. */
export type Column = { readonly name: string; readonly type: string; readonly hasDefault: boolean };
export type Table = {
  readonly name: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly primaryKey: readonly string[];
};
export type ForeignKey = {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
  readonly targetColumns: readonly string[];
  /** Whether at most one row refers to another. */
  readonly isUnique: boolean;
};
export type Routine = {
  readonly name: string;
  readonly args: readonly { readonly name: string; readonly type: string; readonly isOptional: boolean }[];
  readonly isVariadic: boolean;
  readonly returnsSet: boolean;
  /** `rows` are several columns, of a table or of the function's own; `value` is one. */
  readonly returns: 'void' | 'value' | 'rows';
  /** The table whose rows it returns, if any. */
  readonly table: string | undefined;
  readonly columns: ReadonlyMap<string, Column>;
};
/** What an exposed schema holds. */
export type Catalog = {
  readonly schema: string;
  readonly tables: ReadonlyMap<string, Table>;
  readonly foreignKeys: readonly ForeignKey[];
  readonly routines: readonly Routine[];
};

const columnRow = z.object({
  table: z.string(),
  name: z.string(),
  type: z.string(),
  has_default: z.boolean(),
});
const keyRow = z.object({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  columns: z.array(z.string()),
  target_columns: z.array(z.string()),
  is_unique: z.boolean(),
});
const primaryRow = z.object({ table: z.string(), columns: z.array(z.string()) });
const argument = z.object({ name: z.string().nullable(), type: z.string(), mode: z.string() });
const routineRow = z.object({
  name: z.string(),
  returns_set: z.boolean(),
  optional: z.number(),
  return_type: z.string(),
  return_kind: z.string(),
  return_table: z.string().nullable(),
  args: z.array(argument),
});

const columnsSql = `
  select c.relname as "table", a.attname as name, format_type(a.atttypid, -1) as type,
    (a.atthasdef and a.attgenerated = '') or a.attidentity <> '' as has_default
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'f')
  order by c.relname, a.attnum`;
const names = (keys: string, table: string): string =>
  `(select array_agg(a.attname::text order by k.position) from unnest(con.${keys}) with ordinality k (number, position)
    join pg_attribute a on a.attrelid = con.${table} and a.attnum = k.number)`;
const keysSql = `
  select con.conname as name, c.relname as "from", f.relname as "to", ${names('conkey', 'conrelid')} as columns,
    ${names('confkey', 'confrelid')} as target_columns,
    exists (select from pg_constraint u where u.conrelid = con.conrelid and u.contype in ('p', 'u')
      and u.conkey <@ con.conkey) as is_unique
  from pg_constraint con join pg_class c on c.oid = con.conrelid join pg_class f on f.oid = con.confrelid
  where con.contype = 'f' and c.relnamespace = $1::regnamespace and f.relnamespace = $1::regnamespace
  order by con.conname`;
const primarySql = `
  select c.relname as "table", ${names('conkey', 'conrelid')} as columns
  from pg_constraint con join pg_class c on c.oid = con.conrelid
  where con.contype = 'p' and c.relnamespace = $1::regnamespace`;
const routinesSql = `
  select p.proname as name, p.proretset as returns_set, p.pronargdefaults as optional, t.typname as return_type,
    t.typtype as return_kind,
    (select r.relname from pg_class r where r.oid = t.typrelid and r.relnamespace = $1::regnamespace) as return_table,
    coalesce((select jsonb_agg(jsonb_build_object('name', nullif(p.proargnames[o.position], ''),
        'type', format_type(o.type, -1), 'mode', coalesce(p.proargmodes[o.position], 'i')) order by o.position)
      from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality o (type, position)), '[]') as args
  from pg_proc p join pg_type t on t.oid = p.prorettype
  where p.pronamespace = $1::regnamespace and p.prokind = 'f' and t.typname <> 'trigger'
  order by p.proname, p.oid`;

/** Reads what may be asked for. Whether somebody may, the database decides when they ask. */
export async function readCatalog(query: Query, schema: string): Promise<Catalog> {
  const read = async <T extends z.ZodType>(sql: string, row: T): Promise<z.output<T>[]> =>
    z.array(row).parse((await query(sql, [schema])).rows);
  const primaryKeys = new Map((await read(primarySql, primaryRow)).map((row) => [row.table, row.columns]));
  const tables = new Map<string, Table & { columns: Map<string, Column> }>();
  for (const { table, name, type, has_default: hasDefault } of await read(columnsSql, columnRow)) {
    const known = tables.get(table) ?? {
      name: table,
      columns: new Map<string, Column>(),
      primaryKey: primaryKeys.get(table) ?? [],
    };
    known.columns.set(name, { name, type, hasDefault });
    tables.set(table, known);
  }
  const foreignKeys = (await read(keysSql, keyRow)).map(
    ({ target_columns: targetColumns, is_unique: isUnique, ...key }) => ({ ...key, targetColumns, isUnique }),
  );
  const routines = (await read(routinesSql, routineRow)).map((row) => describeRoutine(row, tables));
  return { schema, tables, foreignKeys, routines };
}

function describeRoutine(row: z.output<typeof routineRow>, tables: ReadonlyMap<string, Table>): Routine {
  const inputs = row.args.filter(({ mode }) => ['i', 'b', 'v'].includes(mode));
  const outputs = row.args.filter(({ mode }) => ['o', 'b', 't'].includes(mode));
  const firstOptional = inputs.length - row.optional;
  const table = row.return_table === null ? undefined : tables.get(row.return_table);
  const outColumns = outputs.map(({ name, type }, index) => {
    const column = { name: name ?? `column${index + 1}`, type, hasDefault: false };
    return [column.name, column] as const;
  });
  // One OUT parameter makes a plain value, unless it is the column of a `returns table`.
  const isRows = outputs.length > 1 || outputs.some(({ mode }) => mode === 't') || row.return_kind === 'c';
  return {
    name: row.name,
    args: inputs.map(({ name, type }, index) => ({
      name: name ?? '',
      type,
      isOptional: index >= firstOptional,
    })),
    isVariadic: row.args.some(({ mode }) => mode === 'v'),
    returnsSet: row.returns_set,
    returns: row.return_type === 'void' ? 'void' : isRows ? 'rows' : 'value',
    table: table?.name,
    columns: table?.columns ?? new Map(outColumns),
  };
}
