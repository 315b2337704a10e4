import { EventEmitter } from 'node:events';
import { strict } from '../not-offered.ts';

/** What a handler learns about the caller. */
export interface IpcEvent {
  readonly type: 'frame';
  readonly sender: object;
  /** `origin` is `app://studio` for the app's own pages, as in Electron. */
  readonly senderFrame: object;
  readonly frameId: number;
  readonly processId: number;
  readonly ports: readonly never[];
  reply(channel: string, ...args: unknown[]): void;
}
type Handler = (event: IpcEvent, ...args: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.handlers.delete(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  /** Runs the handler of `channel`. Throws in Electron's words when there is none. */
  async call(channel: string, event: IpcEvent, args: readonly unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return await handler(event, ...args);
  }
}

export const ipcMain = strict('ipcMain', new IpcMain());
