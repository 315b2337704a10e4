// Runs inside the page, in its own world and in the preload's.

type Callable = (...args: unknown[]) => unknown;
/** What stands for a function or a promise of the other world. */
interface Reference {
  readonly $function?: number;
  readonly $promise?: number;
}
interface Outcome {
  readonly id?: number;
  readonly value?: unknown;
  readonly error?: string;
}
/** What one world tells the other. */
interface Messages {
  readonly answer: Outcome;
  readonly settle: Outcome;
  readonly call: { readonly id: number; readonly args: unknown };
  readonly expose: { readonly key: string; readonly api: unknown };
  readonly open: { readonly url: string; readonly frameName: string; readonly features: string };
}
export interface WorldLink {
  /** A value as the other world may have it: functions and promises become references. */
  give(value: unknown): unknown;
  /** The other way round: references become functions and promises of this world. */
  take(value: unknown): unknown;
  send<K extends keyof Messages>(kind: K, detail: Messages[K]): void;
  on<K extends keyof Messages>(kind: K, listener: (detail: Messages[K]) => void): void;
}

/**
 * Joins a page's own world and the preload's isolated one as Electron's contextBridge does: values are copied,
 * functions become callable proxies. The carrier is a synchronous CustomEvent, whose detail is cloned across worlds.
 */
export function joinWorlds(token: string, here: 'main' | 'preload'): WorldLink {
  const there = here === 'main' ? 'preload' : 'main';
  const functions = new Map<number, Callable>();
  const ids = new WeakMap<Callable, number>();
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  let answer: Outcome = {};

  const send: WorldLink['send'] = (kind, detail) => {
    document.dispatchEvent(new CustomEvent(`${token}${there}${kind}`, { detail }));
  };
  const on: WorldLink['on'] = (kind, listener) => {
    document.addEventListener(`${token}${here}${kind}`, (event) => {
      if (event instanceof CustomEvent) listener(event.detail);
    });
  };

  const give = (value: unknown): unknown => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any function can be called so
    if (typeof value === 'function') return giveFunction(value as Callable);
    if (value instanceof Promise) return givePromise(value);
    return isContainer(value) ? mapValues(value, give) : value;
  };
  const giveFunction = (callable: Callable): Reference => {
    const id = ids.get(callable) ?? ++lastId;
    ids.set(callable, id);
    functions.set(id, callable);
    return { $function: id };
  };
  const givePromise = (promise: Promise<unknown>): Reference => {
    const id = ++lastId;
    promise.then(
      (result) => send('settle', { id, value: give(result) }),
      (error: unknown) => send('settle', { id, error: messageOf(error) }),
    );
    return { $promise: id };
  };

  const take = (value: unknown): unknown => {
    if (!isContainer(value)) return value;
    const { $function: functionId, $promise: promiseId }: Reference = value;
    if (functionId !== undefined) return (...args: unknown[]) => call(functionId, args);
    if (promiseId === undefined) return mapValues(value, take);
    const promise = Promise.withResolvers<unknown>();
    pending.set(promiseId, promise);
    return promise.promise;
  };
  const call = (id: number, args: unknown[]): unknown => {
    send('call', { id, args: give(args) });
    const { value, error } = answer;
    answer = {};
    if (error !== undefined) throw new Error(error);
    return take(value);
  };

  on('answer', (detail) => {
    answer = detail;
  });
  on('settle', ({ id = 0, value, error }) => {
    const promise = pending.get(id);
    pending.delete(id);
    if (error === undefined) promise?.resolve(take(value));
    else promise?.reject(new Error(error));
  });
  on('call', ({ id, args }) => {
    let outcome: Outcome;
    try {
      const taken = take(args);
      outcome = { value: give(functions.get(id)?.(...(Array.isArray(taken) ? taken : []))) };
    } catch (error) {
      outcome = { error: messageOf(error) };
    }
    send('answer', outcome);
  });
  return { give, take, send, on };
}

/** Arrays and plain objects: what is copied member by member. Anything else is cloned as it is. */
function isContainer(value: unknown): value is object {
  if (Array.isArray(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function mapValues(container: object, change: (inner: unknown) => unknown): object {
  if (Array.isArray(container)) return container.map(change);
  return Object.fromEntries(Object.entries(container).map(([key, inner]) => [key, change(inner)]));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
