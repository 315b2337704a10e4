import { z } from 'zod';
import { unsupported } from '../http/http-error.ts';
import { empty, json, readText } from '../http/respond.ts';
import { answerRows, requireAtMost, wantsObject } from './answer.ts';
import type { Catalog, Routine } from './catalog.ts';
import { offsetOf, type RestCall, selectRows } from './read.ts';
import { readParameters } from './query.ts';
import { restError } from './rest-error.ts';
import { quoteName, Statement } from './statement.ts';

const bodySchema = z.record(z.string(), z.unknown());
const urlParameters = new Set(['select', 'order', 'limit', 'offset']);
const valueRow = z.object({ found: z.string().nullable() });

/** `POST`, `GET` and `HEAD` of a function. By `GET` it runs in a transaction that may not write. */
export async function callRoutine(call: RestCall, name: string): Promise<Response> {
  const { query, request, catalog } = call;
  const isPost = request.method === 'POST';
  const args = isPost ? await readArguments(request) : Object.fromEntries(urlArguments(call.search));
  if (!isPost) await query(`select set_config('transaction_read_only', 'on', true)`);
  const routine = chooseRoutine(catalog, name, Object.keys(args));
  const statement = new Statement();
  const sql = callSql(catalog, statement, routine, args, isPost);
  if (routine.returns === 'void') {
    await query(`select ${sql.call}${sql.from}`, statement.params);
    return empty(204);
  }
  if (routine.returns === 'value' && !routine.returnsSet) {
    const { rows } = await query(`select to_json(${sql.call})::text as found${sql.from}`, statement.params);
    wantsObject(request.headers.get('accept'));
    return json(valueRow.parse(rows[0]).found ?? 'null');
  }
  return await answerRoutineRows(call, statement, routine, sql);
}

type CallSql = { readonly call: string; readonly from: string };

async function answerRoutineRows(
  call: RestCall,
  statement: Statement,
  routine: Routine,
  sql: CallSql,
): Promise<Response> {
  const isValue = routine.returns === 'value';
  const valueColumn = { name: routine.name, type: 'text', hasDefault: false };
  const columns = isValue ? new Map([[routine.name, valueColumn]]) : routine.columns;
  const source = { name: routine.table ?? routine.name, alias: statement.alias(), columns };
  const inner = isValue
    ? `select ${sql.call} as ${quoteName(routine.name)}${sql.from}`
    : `select pgrst_row.* from ${sql.from ? `${sql.from.slice(6)}, lateral ` : ''}${sql.call} pgrst_row`;
  const isPost = call.request.method === 'POST';
  const names = new Set(routine.args.map((argument) => argument.name));
  const parameters = readParameters(call.search).filter(
    ({ within, name }) => isPost || within.length > 0 || !names.has(name),
  );
  const found = await selectRows(call, statement, source, `(${inner}) ${source.alias}`, parameters);
  requireAtMost(found.count, call.preferences);
  if (!routine.returnsSet) {
    const rows = z.array(z.unknown()).parse(JSON.parse(found.rows));
    // Not parsed and printed again: numbers that JavaScript cannot hold stay as they are.
    return json(rows.length === 0 ? 'null' : found.rows.trim().slice(1, -1));
  }
  const rows = isValue ? unwrap(found.rows, routine.name) : found.rows;
  return answerRows({ ...found, rows }, call.request, call.preferences, offsetOf(call.search), 200);
}

/** A set of plain values is answered as a list of them. */
function unwrap(rows: string, name: string): string {
  return JSON.stringify(
    z
      .array(bodySchema)
      .parse(JSON.parse(rows))
      .map((row) => row[name]),
  );
}

async function readArguments(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(request);
  if (text.trim() === '') return {};
  try {
    return bodySchema.parse(JSON.parse(text));
  } catch {
    throw restError(400, 'PGRST102', 'The body must be an object of arguments');
  }
}

function urlArguments(search: URLSearchParams): readonly (readonly [string, string])[] {
  return [...search].filter(([name, value]) => !urlParameters.has(name) && !looksLikeFilter(name, value));
}

function looksLikeFilter(name: string, value: string): boolean {
  return (
    /^(?:not\.)?(?:and|or)$/.test(name) ||
    /^(?:not\.)?(?:eq|neq|gte?|lte?|i?like|is|in|cs|cd|ov)\./.test(value)
  );
}

function chooseRoutine(catalog: Catalog, name: string, given: readonly string[]): Routine {
  const fitting = catalog.routines.filter(
    (routine) =>
      routine.name === name &&
      given.every((key) => routine.args.some((argument) => argument.name === key)) &&
      routine.args.every((argument) => argument.isOptional || given.includes(argument.name)),
  );
  const [routine, ...others] = fitting;
  if (!routine) {
    const signature = `${catalog.schema}.${name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
    throw restError(
      404,
      'PGRST202',
      `Could not find the function ${signature} in the schema cache`,
      `Searched for the function ${signature}, but no matches were found in the schema cache.`,
    );
  }
  if (others.length > 0) {
    throw restError(
      300,
      'PGRST203',
      `Could not choose the best candidate function between several of ${name}`,
    );
  }
  if (routine.isVariadic || routine.args.some((argument) => argument.name === '')) {
    throw unsupported('functions with variadic or unnamed arguments');
  }
  return routine;
}

/** Arguments by name. JSON becomes the type of the argument, as text does by its own rules. */
function callSql(
  catalog: Catalog,
  statement: Statement,
  routine: Routine,
  args: Readonly<Record<string, unknown>>,
  isJson: boolean,
): CallSql {
  const name = `${quoteName(catalog.schema)}.${quoteName(routine.name)}`;
  const given = routine.args.filter((argument) => Object.hasOwn(args, argument.name));
  if (given.length === 0) return { call: `${name}()`, from: '' };
  if (!isJson) {
    const list = given.map(
      (arg) => `${quoteName(arg.name)} := ${statement.bind(args[arg.name])}::${arg.type}`,
    );
    return { call: `${name}(${list.join(', ')})`, from: '' };
  }
  const body = statement.bind(JSON.stringify(args));
  const types = given.map((arg) => `${quoteName(arg.name)} ${arg.type}`).join(', ');
  const list = given.map((arg) => `${quoteName(arg.name)} := pgrst_args.${quoteName(arg.name)}`);
  return {
    call: `${name}(${list.join(', ')})`,
    from: ` from json_to_record(${body}::json) as pgrst_args (${types})`,
  };
}
