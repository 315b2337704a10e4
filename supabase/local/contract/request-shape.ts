import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What kind of request this is, without what differs between two of a kind: method, path with its names replaced, the
 * operators of its filters, and the preferences that change the answer.
 */
export function shapeOf(request: Request): string {
  const url = new URL(request.url);
  const search = [
    ...new Set([...url.searchParams].map(([name, value]) => shapeOfParameter(url.pathname, name, value))),
  ];
  const headers = ['prefer', 'accept', 'x-upsert', 'tus-resumable'].flatMap((name) =>
    shapeOfHeader(name, request.headers),
  );
  return [request.method, shapeOfPath(url.pathname), ...search.toSorted(), ...headers].join(' ');
}

/** The shapes that the contract cases make, one a line. */
export function readKnownShapes(): ReadonlySet<string> {
  const lines = readFileSync(join(import.meta.dirname, 'shapes.txt'), 'utf8').split('\n');
  return new Set(lines.filter((line) => line !== ''));
}

/**
 * A `fetch` that notes the shape of what passes through it. Give it to a client in a test, and compare what it noted with
 * `readKnownShapes`: a shape without a contract case is one whose answer here was never checked.
 */
export function recordShapes(seen: Set<string>): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    // A case for what is refused as not implemented checks no answer.
    if (response.status !== 501) seen.add(shapeOf(new Request(input, { ...init, body: null })));
    return response;
  };
}

function shapeOfPath(path: string): string {
  return path
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/^(\/rest\/v1\/)(?!rpc\/)[^/]+$/, '$1:table')
    .replace(/^(\/rest\/v1\/rpc\/)[^/]+$/, '$1:function')
    .replace(/^(\/functions\/v1\/)[^/]+.*$/, '$1:function')
    .replace(
      /^(\/storage\/v1\/object\/(?:(?:public|sign|upload\/sign|info|list)\/)?)(?!move$|copy$)[^/]+(\/.+)?$/,
      (_all, start: string, rest?: string) => `${start}:bucket${rest ? '/:path' : ''}`,
    )
    .replace(/^(\/storage\/v1\/upload\/resumable\/).+$/, '$1:upload');
}

function shapeOfParameter(path: string, name: string, value: string): string {
  if (!path.startsWith('/rest/v1/'))
    return ['grant_type', 'provider', 'scope'].includes(name) ? `${name}=${value}` : name;
  if (name === 'select') return value.includes('(') ? 'select=embedding' : 'select';
  if (['order', 'limit', 'offset', 'columns', 'on_conflict'].includes(name)) return name;
  if (/(?:^|\.)(?:and|or)$/.test(name)) return name;
  const operator = /^(?:not\.)?[a-z]+(?:\((?:any|all)\))?(?=\.)/.exec(value)?.[0];
  return path.startsWith('/rest/v1/rpc/') && !operator ? ':argument' : `:column=${operator ?? '?'}`;
}

function shapeOfHeader(name: string, headers: Headers): readonly string[] {
  const value = headers.get(name);
  if (value === null || value === '*/*' || value === 'application/json') return [];
  return [`[${name}: ${value.replaceAll(/max-affected=\d+/g, 'max-affected=:n')}]`];
}
