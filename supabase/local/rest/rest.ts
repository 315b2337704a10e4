import { actAs, type Caller, identify, type Keys } from '../caller.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { Database } from '../database/database.ts';
import { HttpError, unsupported } from '../http/http-error.ts';
import { callRoutine } from './call-routine.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { readPreferences } from './preferences.ts';
import { type RestCall, readTable } from './read.ts';
import { fromDatabaseError, restError } from './rest-error.ts';
import { deleteRows, insertRows, updateRows } from './write.ts';

/** The one schema that config.toml exposes. */
const SCHEMA = 'public';

export type RestContext = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly maxRows: number;
};

/**
 * The data API: tables and functions as PostgREST answers for them. Each request is one transaction as its caller, so
 * that grants and policies decide. `notify pgrst` makes it look again at what there is.
 */
export async function createRest(
  context: RestContext,
): Promise<(request: Request, path: string) => Promise<Response>> {
  const { database, keys, tokens, maxRows } = context;
  let catalog: Catalog = await readCatalog(database.query, SCHEMA);
  const refresh = async (): Promise<void> => {
    catalog = await readCatalog(database.query, SCHEMA);
  };
  // While it cannot be read, as when the database is closing, what was known is still the best there is.
  await database.listen('pgrst', () => void refresh().catch(() => undefined));
  return async (request, path) => {
    const { searchParams: search } = new URL(request.url);
    const caller = await identify(request.headers, keys, tokens, search.get('apikey'));
    search.delete('apikey');
    requireSchema(request);
    if (request.headers.has('range')) throw unsupported('the Range header of the data API');
    const preferences = readPreferences(request.headers.get('prefer'));
    try {
      return await database.transaction(async (query) => {
        await actAs(query, caller);
        await query(
          `select set_config('request.method', $1, true), set_config('request.path', $2, true),
          set_config('request.headers', $3, true)`,
          [request.method, path, JSON.stringify(Object.fromEntries(request.headers))],
        );
        return await route({ catalog, query, request, search, preferences, maxRows }, path);
      });
    } catch (error) {
      throw error instanceof HttpError ? error : (fromDatabaseError(error, isAnonymous(caller)) ?? error);
    }
  };
}

async function route(call: RestCall, path: string): Promise<Response> {
  const { method } = call.request;
  const [, rpc, encoded] = /^\/(rpc\/)?([^/]+)$/.exec(path) ?? [];
  if (encoded === undefined) throw unsupported(`${method} /rest/v1${path}`);
  const name = decodeName(encoded);
  if (rpc && ['GET', 'HEAD', 'POST'].includes(method)) return await callRoutine(call, name);
  if (!rpc && (method === 'GET' || method === 'HEAD')) return await readTable(call, name);
  if (!rpc && method === 'POST') return await insertRows(call, name);
  if (!rpc && method === 'PATCH') return await updateRows(call, name);
  if (!rpc && method === 'DELETE') return await deleteRows(call, name);
  throw unsupported(`${method} /rest/v1${path}`);
}

function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw restError(400, 'PGRST100', 'The path cannot be read');
  }
}

function requireSchema({ headers, method }: Request): void {
  const isRead = method === 'GET' || method === 'HEAD';
  const wanted = headers.get(isRead ? 'accept-profile' : 'content-profile') ?? SCHEMA;
  if (wanted === SCHEMA) return;
  throw restError(
    406,
    'PGRST106',
    `Invalid schema: ${wanted}`,
    null,
    `Only the following schemas are exposed: ${SCHEMA}`,
  );
}

function isAnonymous({ role }: Caller): boolean {
  return role === 'anon';
}
