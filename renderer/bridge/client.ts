import type {
  EventName,
  RouteInput,
  RouteName,
  RouteOutput,
  StudioBridge,
  StudioEvents,
  WireError,
} from '../../shared/contract.ts';

/**
 * The window's only way to the core: typed requests and events over the object the preload puts on `window`.
 * Expected failures are part of an answer; `BridgeError` means a bug, a refusal or a cancelled request.
 */

declare global {
  interface Window {
    readonly studio: StudioBridge;
  }
}

export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly code: WireError['code'];
  /** Names the entry in the core's log; only for `INTERNAL`. */
  readonly logId: string | undefined;

  constructor(error: WireError) {
    super(error.message);
    this.code = error.code;
    this.logId = error.logId;
  }
}

type RequestOptions = { readonly signal?: AbortSignal };

type Client = {
  readonly request: <R extends RouteName>(
    route: R,
    input: RouteInput<R>,
    options?: RequestOptions,
  ) => Promise<RouteOutput<R>>;
  readonly subscribe: <E extends EventName>(
    name: E,
    listener: (payload: StudioEvents[E]) => void,
  ) => () => void;
};

/** @param getBridge asked at every call, so that a module may import the client before the page is ready */
export function createClient(getBridge: () => StudioBridge): Client {
  let lastRequestId = 0;

  async function request<R extends RouteName>(
    route: R,
    input: RouteInput<R>,
    { signal }: RequestOptions = {},
  ): Promise<RouteOutput<R>> {
    if (signal?.aborted) throw cancelled(route);
    const bridge = getBridge();
    const requestId = ++lastRequestId;
    const cancel = () => {
      // The answer to the cancelled request tells how it ended; this one carries nothing.
      void bridge.request('app.cancel', ++lastRequestId, { requestId });
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await bridge.request(route, requestId, input);
      if (signal?.aborted) throw cancelled(route);
      if (!result.ok) throw new BridgeError(result.error);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract types it, and the core that wrote it is ours
      return result.value as RouteOutput<R>;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  function subscribe<E extends EventName>(name: E, listener: (payload: StudioEvents[E]) => void) {
    return getBridge().subscribe((event, payload) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the name decides the payload's type
      if (event === name) listener(payload as StudioEvents[E]);
    });
  }

  return { request, subscribe };
}

function cancelled(route: RouteName): BridgeError {
  return new BridgeError({ code: 'CANCELLED', message: `${route} was cancelled` });
}

/** True for the rejection of a request whose signal was aborted: nothing to tell the person. */
export function isCancelled(error: unknown): boolean {
  return error instanceof BridgeError && error.code === 'CANCELLED';
}

export const { request, subscribe } = createClient(() => window.studio);

/** Where a dropped file or folder is on the disk; '' for one that exists only as bytes. */
export function pathOf(file: File): string {
  return window.studio.pathOf(file);
}
