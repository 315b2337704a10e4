import type { Clipboard } from 'electron';
import { strict } from '../not-offered.ts';

type Payload = string | Blob | Promise<string | Blob>;

/** One thing on the clipboard, in one or more formats. */
export class ClipboardItem {
  readonly types: string[];
  private readonly payloads: Readonly<Record<string, Payload>>;

  constructor(items: Readonly<Record<string, Payload>>) {
    this.types = Object.keys(items);
    this.payloads = items;
  }

  async getType(type: string): Promise<Blob> {
    const payload = await this.payloads[type];
    if (payload === undefined) throw new Error(`The type '${type}' was not found`);
    return typeof payload === 'string' ? new Blob([payload], { type }) : payload;
  }
}

let items: ClipboardItem[] = [];
const first = (type: string) => items.find((item) => item.types.includes(type));

/** A clipboard of the app's own; the desktop's is not touched. Asynchronous, as in Electron 45. */
export const clipboard = strict('clipboard', {
  clear: () => {
    items = [];
  },
  has: (type: string) => Promise.resolve(first(type) !== undefined),
  read: () => Promise.resolve(items),
  readText: async () => (await (await first('text/plain')?.getType('text/plain'))?.text()) ?? '',
  write: (written: ClipboardItem[]) => {
    items = written;
    return Promise.resolve();
  },
  writeText: (text: string) => clipboard.write([new ClipboardItem({ 'text/plain': text })]),
} satisfies Partial<Record<keyof Clipboard, unknown>>);
