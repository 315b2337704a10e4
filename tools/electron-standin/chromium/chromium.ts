import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import type { CDPSession } from '@playwright/test';

// Playwright publishes the DevTools protocol's types only through its session: read them off it.
declare const typed: CDPSession;
type Method = Parameters<typeof typed.send>[0];
type Params<M extends Method> = Parameters<typeof typed.send<M>>[1];
type Result<M extends Method> = Awaited<ReturnType<typeof typed.send<M>>>;
/** The events the stand-in listens to. */
type EventName =
  | 'Fetch.requestPaused'
  | 'Inspector.targetCrashed'
  | 'Page.domContentEventFired'
  | 'Page.frameNavigated'
  | 'Page.loadEventFired'
  | 'Page.navigatedWithinDocument'
  | 'Page.windowOpen'
  | 'Runtime.bindingCalled'
  | 'Runtime.consoleAPICalled'
  | 'Runtime.executionContextCreated'
  | 'Target.attachedToTarget'
  | 'Target.targetDestroyed';
/** What an event of the DevTools protocol carries. */
export type EventOf<E extends EventName> = Parameters<Parameters<typeof typed.on<E>>[1]>[0];

interface Waiting {
  resolve(result: unknown): void;
  reject(reason: Error): void;
  /** Made where the command was sent, so that a refusal has a useful stack. */
  readonly failure: Error;
}
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** One Chromium process, driven over its DevTools pipe: no port is opened, and it ends when this process does. */
export class Chromium {
  readonly exited: Promise<void>;
  private readonly child: ChildProcess;
  private readonly input: Writable;
  private readonly waiting = new Map<number, Waiting>();
  private readonly events = new EventEmitter().setMaxListeners(0);
  private lastId = 0;

  constructor(executable: string, flags: readonly string[]) {
    this.child = spawn(executable, flags, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      detached: true, // else a terminal's Ctrl-C ends it before the app has had its will-quit
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.exited = promise;
    const end = () => {
      for (const { failure, ...waiting } of this.waiting.values()) {
        waiting.reject(Object.assign(failure, { message: `${failure.message}: Chromium has gone` }));
      }
      this.waiting.clear();
      resolve();
    };
    this.child.once('exit', end);
    this.child.once('error', (error) => {
      console.error(`electron stand-in: ${executable} cannot be started: ${error.message}`);
      end();
    });
    const [, , stderr, input, output] = this.child.stdio;
    if (!(input instanceof Writable) || !(output instanceof Readable))
      throw new Error('Chromium has no pipe');
    this.input = input.on('error', () => {}); // a Chromium that is going; `exited` tells
    readFrames(output, (text) => this.receive(JSON.parse(text)));
    stderr?.setEncoding('utf8').on('data', passOn);
  }

  /** @param sessionId the page to ask; without it, the browser */
  async send<M extends Method>(method: M, params?: Params<M>, sessionId?: string): Promise<Result<M>> {
    const id = ++this.lastId;
    const failure = new Error(method);
    const answer = new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, failure });
    });
    this.input.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Chromium keeps to its protocol
    return (await answer) as Result<M>;
  }

  /** Listens to an event of one page (or of the browser, '' or undefined). Returns how to stop. */
  on<E extends EventName>(event: E, sessionId: string | undefined, listener: (e: EventOf<E>) => void) {
    const name = `${sessionId ?? ''}/${event}`;
    this.events.on(name, listener);
    return () => {
      this.events.off(name, listener);
    };
  }

  /** Asks Chromium to end, and makes it end after three seconds. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    this.send('Browser.close').catch(() => {}); // it may go before it answers
    await this.exited;
    clearTimeout(timer);
  }

  private receive(message: Message): void {
    if (message.id === undefined) {
      this.events.emit(`${message.sessionId ?? ''}/${message.method ?? ''}`, message.params);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (!waiting) return;
    if (!message.error) waiting.resolve(message.result);
    else {
      waiting.failure.message += `: ${message.error.message}`;
      waiting.reject(waiting.failure);
    }
  }
}

/** The pipe's messages end with a NUL. */
function readFrames(stream: Readable, onFrame: (text: string) => void): void {
  let rest: string[] = [];
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = chunk.split('\0');
    for (const part of parts.slice(0, -1)) {
      onFrame([...rest, part].join(''));
      rest = [];
    }
    rest.push(parts.at(-1) ?? '');
  });
}

/** Playwright waits for one line of Chromium's stderr; the rest is chatter about D-Bus and GPUs. */
function passOn(text: string): void {
  for (const line of text.split('\n')) {
    if (line.startsWith('DevTools listening') || process.env['ELECTRON_STANDIN_DEBUG']) {
      process.stderr.write(`${line}\n`);
    }
  }
}
