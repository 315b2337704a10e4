import { type BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import {
  channels,
  contract,
  type EventName,
  type Handlers,
  type RequestContext,
  type RouteName,
  type StudioEvents,
  type WireResult,
} from '../../shared/contract.ts';
import type { Log } from '../core/ports.ts';
import { appOrigin } from './origin.ts';

/**
 * The two channels between window and core. Every message's sender is checked: the main frame of our own window
 * on our own origin, nothing else. Inputs are parsed before a handler sees them.
 */
export function createIpc(deps: { readonly windows: () => readonly BrowserWindow[]; readonly log: Log }) {
  const pending = new Map<string, AbortController>();
  const pendingKey = (senderId: number, requestId: number) => `${senderId}:${requestId}`;

  function isOurs(event: IpcMainInvokeEvent): boolean {
    const frame = event.senderFrame;
    const window = deps.windows().find((candidate) => candidate.webContents.id === event.sender.id);
    return (
      window !== undefined && frame !== null && frame === event.sender.mainFrame && frame.origin === appOrigin
    );
  }

  async function answer(
    event: IpcMainInvokeEvent,
    handlers: Handlers,
    message: unknown,
  ): Promise<WireResult> {
    if (!isOurs(event)) return failed('FORBIDDEN_SENDER', 'This page may not talk to the studio.');
    const frame = requestFrame.safeParse(message);
    if (!frame.success) return failed('INVALID_INPUT', 'The request is not understood.');
    const { route, requestId, input } = frame.data;
    if (!isRoute(route)) return failed('UNKNOWN_ROUTE', `There is no ${route}.`);
    const parsed = contract[route].input.safeParse(input);
    if (!parsed.success) return failed('INVALID_INPUT', z.prettifyError(parsed.error));
    const controller = new AbortController();
    const context: RequestContext = {
      signal: controller.signal,
      cancel: (other) => pending.get(pendingKey(event.sender.id, other))?.abort(),
    };
    pending.set(pendingKey(event.sender.id, requestId), controller);
    try {
      return { ok: true, value: await call(handlers, route, parsed.data, context) };
    } catch (error) {
      if (controller.signal.aborted) return failed('CANCELLED', 'Cancelled.');
      const logId = deps.log.error(`${route} failed`, error);
      return {
        ok: false,
        error: { code: 'INTERNAL', message: 'Something went wrong inside the studio.', logId },
      };
    } finally {
      pending.delete(pendingKey(event.sender.id, requestId));
    }
  }

  return {
    serve(handlers: Handlers): void {
      ipcMain.handle(channels.request, (event, message: unknown) => answer(event, handlers, message));
    },

    emit(name: EventName, payload: StudioEvents[EventName]): void {
      for (const window of deps.windows()) {
        if (!window.isDestroyed()) window.webContents.send(channels.event, name, payload);
      }
    },
  };
}

const requestFrame = z.object({ route: z.string(), requestId: z.number().int(), input: z.unknown() });

function isRoute(name: string): name is RouteName {
  return Object.hasOwn(contract, name);
}

function failed(
  code: 'INVALID_INPUT' | 'UNKNOWN_ROUTE' | 'FORBIDDEN_SENDER' | 'CANCELLED',
  message: string,
): WireResult {
  return { ok: false, error: { code, message } };
}

/** The parsed input is of the route's own type; TypeScript cannot follow that through the table. */
function call(handlers: Handlers, route: RouteName, input: unknown, context: RequestContext): unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const handler = handlers[route] as (input: unknown, context: RequestContext) => unknown;
  return handler(input, context);
}
