import type { EventName, StudioEvents } from '../../shared/contract.ts';
import type { Emit } from './ports.ts';

type Listener<E extends EventName> = (payload: StudioEvents[E]) => void;

/** Where the core's events go: to every listener, in the order they came. */
export function createEvents() {
  const everything = new Set<(name: EventName, payload: StudioEvents[EventName]) => void>();
  const emit: Emit = (name, payload) => {
    for (const listener of everything) listener(name, payload);
  };
  return {
    emit,
    /** Hears one kind of event. */
    on<E extends EventName>(name: E, listener: Listener<E>): void {
      everything.add((happened, payload) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the name decides the payload's type
        if (happened === name) listener(payload as StudioEvents[E]);
      });
    },
    /** Hears all of them. */
    onAny(listener: (name: EventName, payload: StudioEvents[EventName]) => void): void {
      everything.add(listener);
    },
  };
}
