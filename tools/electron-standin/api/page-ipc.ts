import { randomBytes } from 'node:crypto';
import type { PageTarget } from '../chromium/page-target.ts';
import type { FromPage, ToPage } from '../page/preload.ts';
import { decode, encode } from '../page/wire.ts';
import { ipcMain, type IpcEvent } from './ipc-main.ts';

/** The name Electron gives the preload's world, too. */
export const PRELOAD_WORLD = 'Electron Isolated Context';
/** Names the binding and the events between a page's worlds; a page cannot guess it. */
export const PAGE_TOKEN = `__${randomBytes(8).toString('hex')}`;

/** A page's wish to open a window. */
export interface OpenWish {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
}
interface IpcHooks {
  /** The event handlers get. Its frame is the one that sent the message. */
  event(): IpcEvent;
  onSend(event: IpcEvent, channel: string, args: readonly unknown[]): void;
  onOpen(wish: OpenWish): void;
  onPreloadError(error: Error): void;
}

/** Messages between the main process and the preload of a page's present document. */
export class PageIpc {
  private readonly page: PageTarget;
  private readonly hooks: IpcHooks;
  /** The preload's world in the present document. */
  private world: number | undefined;

  constructor(page: PageTarget, hooks: IpcHooks) {
    this.page = page;
    this.hooks = hooks;
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (context.name === PRELOAD_WORLD && frameId === page.frameId) this.world = context.id;
    });
    page.on('Runtime.bindingCalled', ({ name, executionContextId, payload }) => {
      if (name !== PAGE_TOKEN || executionContextId !== this.world) return;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own preload world wrote it
      void this.receive(decode(payload) as FromPage);
    });
  }

  /** Throws "An object could not be cloned." as Electron does. Lost when the page has no document yet. */
  send(channel: string, args: unknown[]): void {
    const text = encode({ kind: 'event', channel, args } satisfies ToPage);
    if (this.world !== undefined) this.say(text, this.world);
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'send':
        return this.hooks.onSend(this.hooks.event(), message.channel, message.args);
      case 'invoke':
        return await this.invoke(message.id, message.channel, message.args);
      case 'file':
        return await this.tellPath(message.id, message.index);
      case 'open':
        return this.hooks.onOpen(message);
      case 'preload-error':
        console.error(`Unable to load preload script\n${message.stack}`);
        return this.hooks.onPreloadError(new Error(message.message));
    }
  }

  private async invoke(id: number, channel: string, args: unknown[]): Promise<void> {
    const { world } = this;
    let reply: string;
    try {
      const value = await ipcMain.call(channel, this.hooks.event(), args);
      reply = encode({ kind: 'reply', id, value } satisfies ToPage);
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      const text = `Error invoking remote method '${channel}': ${String(error)}`;
      reply = encode({ kind: 'failure', id, message: text } satisfies ToPage);
    }
    // Another document would take the reply for one to its own call.
    if (world !== undefined && world === this.world) this.say(reply, world);
  }

  private async tellPath(id: number, index: number): Promise<void> {
    const { world } = this;
    if (world === undefined) return;
    const file = await this.page.send('Runtime.evaluate', {
      expression: `__files[${index}]`,
      contextId: world,
    });
    const { objectId = '' } = file.result;
    const { path } = await this.page.send('DOM.getFileInfo', { objectId }).catch(() => ({ path: '' }));
    this.say(encode({ kind: 'reply', id, value: path } satisfies ToPage), world);
  }

  private say(text: string, contextId: number): void {
    const expression = `__electron(${JSON.stringify(text)})`;
    this.page.send('Runtime.evaluate', { expression, contextId }).catch(() => {}); // the document has gone
  }
}
