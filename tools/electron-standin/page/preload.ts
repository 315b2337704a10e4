// Runs inside the page, in the preload's isolated world.
import { gateFiles } from './files.ts';
import { decode, encode } from './wire.ts';
import { joinWorlds } from './worlds.ts';

type PreloadFunction = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
  process: object,
) => void;
interface PreloadParts {
  readonly token: string;
  /** The `process` a sandboxed preload sees. */
  readonly process: object;
}
/** What the page's worlds tell the main process, over the DevTools binding. */
export type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'file'; readonly id: number; readonly index: number }
  | { readonly kind: 'open'; readonly url: string; readonly frameName: string; readonly features: string }
  | { readonly kind: 'preload-error'; readonly message: string; readonly stack: string };
/** What the main process tells the page, by calling `__electron(text)` in the preload's world. */
export type ToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: unknown[] };

/** Gives the preload what Electron gives a sandboxed one, then runs it. */
export function setUpPreloadWorld(parts: PreloadParts, preload: PreloadFunction): void {
  if (window.top !== window) return;
  type Listener = (event: object, ...args: unknown[]) => void;
  const link = joinWorlds(parts.token, 'preload');
  const rawPost: (text: string) => void = Reflect.get(globalThis, parts.token);
  Reflect.deleteProperty(globalThis, parts.token);
  const post = (message: FromPage) => rawPost(encode(message));
  const replies = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  const ask = (message: (id: number) => FromPage): Promise<unknown> => {
    const id = ++lastId;
    post(message(id));
    const reply = Promise.withResolvers<unknown>();
    replies.set(id, reply);
    return reply.promise;
  };

  const listeners: { channel: string; listener: Listener; given: Listener }[] = [];
  const add = (channel: string, listener: Listener, given = listener) => {
    listeners.push({ channel, listener, given });
    return ipcRenderer;
  };
  const remove = (channel: string, given: Listener) => {
    const at = listeners.findLastIndex((one) => one.channel === channel && one.given === given);
    if (at >= 0) listeners.splice(at, 1);
    return ipcRenderer;
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) => ask((id) => ({ kind: 'invoke', id, channel, args })),
    send: (channel: string, ...args: unknown[]) => post({ kind: 'send', channel, args }),
    on: add,
    addListener: add,
    off: remove,
    removeListener: remove,
    once(channel: string, given: Listener) {
      const listener: Listener = (...args) => {
        remove(channel, given);
        given(...args);
      };
      return add(channel, listener, given);
    },
    removeAllListeners(channel?: string) {
      const kept = channel === undefined ? [] : listeners.filter((one) => one.channel !== channel);
      listeners.splice(0, listeners.length, ...kept);
      return ipcRenderer;
    },
  };
  const settle = (id: number, how: (reply: PromiseWithResolvers<unknown>) => void) => {
    const reply = replies.get(id);
    replies.delete(id);
    if (reply) how(reply);
  };
  const receive = (text: string) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own main process wrote it
    const message = decode(text) as ToPage;
    if (message.kind === 'reply') settle(message.id, (reply) => reply.resolve(message.value));
    else if (message.kind === 'failure')
      settle(message.id, (reply) => reply.reject(new Error(message.message)));
    else {
      const { channel, args } = message;
      const called = listeners.filter((one) => one.channel === channel);
      for (const { listener } of called) listener({ sender: offered.ipcRenderer, ports: [] }, ...args);
    }
  };
  Object.assign(globalThis, { __electron: receive });
  link.on('open', (wish) => post({ kind: 'open', ...wish }));

  const getPathForFile = gateFiles(async (index) => String(await ask((id) => ({ kind: 'file', id, index }))));
  const exposed = new Set<string>();
  const exposeInMainWorld = (key: string, api: unknown) => {
    if (exposed.has(key))
      throw new Error('Cannot bind an API on top of an existing property on the window object');
    exposed.add(key);
    link.send('expose', { key, api: link.give(api) });
  };
  const offered = {
    contextBridge: offerOnly('contextBridge', { exposeInMainWorld }),
    ipcRenderer: offerOnly('ipcRenderer', ipcRenderer),
    webUtils: offerOnly('webUtils', { getPathForFile }),
  };
  const electron = offerOnly('electron', offered);
  const requireModule = (name: string): unknown => {
    if (/^electron(\/(renderer|common))?$/.test(name)) return electron;
    if (/^(node:)?(events|timers|url)$/.test(name)) {
      throw new Error(`electron stand-in: require('${name}') in a preload is not offered`);
    }
    throw new Error(`module not found: ${name}`); // Electron's words in a sandboxed preload
  };
  const module = { exports: {} };
  try {
    preload(requireModule, module, module.exports, parts.process);
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    post({ kind: 'preload-error', message, stack });
  }
}

/** The preload's counterpart of not-offered.ts. */
function offerOnly(name: string, part: object): object {
  return new Proxy(part, {
    get(target, key) {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key) as unknown;
      throw new Error(`electron stand-in: ${name}.${key} is not offered in a preload`);
    },
  });
}
