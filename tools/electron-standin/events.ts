import { EventEmitter } from 'node:events';

/** An event a listener may stop, as Electron's are. */
export interface Stoppable {
  defaultPrevented: boolean;
  preventDefault(): void;
}

/** Emits `name` with a stoppable event as the first argument; tells whether a listener stopped it. */
export function emitStoppable(
  emitter: EventEmitter,
  name: string,
  fields: object = {},
  ...args: unknown[]
): boolean {
  const event: Stoppable = {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
  emitter.emit(name, event, ...args);
  return event.defaultPrevented;
}
