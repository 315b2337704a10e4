import type { EventOf } from '../chromium/chromium.ts';
import type { PageTarget } from '../chromium/page-target.ts';
import { schemes } from './schemes.ts';
import { webRequest } from './session.ts';

type Paused = EventOf<'Fetch.requestPaused'>;
type FailReason = 'Aborted' | 'BlockedByClient' | 'AccessDenied' | 'AddressUnreachable' | 'Failed';
export interface Navigation {
  /** As the app names it. */
  readonly url: string;
  readonly frameId: string;
  readonly isRedirect: boolean;
}
interface RequestHooks {
  readonly webContentsId: number;
  /** False stops a frame's navigation. */
  mayNavigate(navigation: Navigation): boolean;
}

/** Answers cross the DevTools pipe whole, so an endless range (`bytes=N-`, what <video> asks) is cut to this. */
const MAX_RANGE_BYTES = 4 << 20;

/** Puts every request of a page, its workers and its frames before the app: navigation guards, webRequest, protocol.handle. */
export class PageRequests {
  private readonly page: PageTarget;
  private readonly hooks: RequestHooks;

  constructor(page: PageTarget, hooks: RequestHooks) {
    this.page = page;
    this.hooks = hooks;
  }

  /** @param sessionId the page's own, or that of a frame which lives in another process */
  async intercept(sessionId: string): Promise<void> {
    const listener = (paused: Paused) => {
      this.answer(paused, sessionId).catch((error: Error) => {
        // The page went on or away while the app was answering.
        if (!/Invalid InterceptionId|not found|has gone/i.test(error.message))
          console.error('electron stand-in:', error);
      });
    };
    this.page.on('Fetch.requestPaused', listener, sessionId);
    await this.page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId);
  }

  private async answer(paused: Paused, sessionId: string): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused;
    const url = schemes.toApp(request.url);
    const scheme = url.slice(0, url.indexOf(':'));
    const fail = async (errorReason: FailReason) => {
      await this.page.send('Fetch.failRequest', { requestId, errorReason }, sessionId);
    };
    const isRedirect = paused.redirectedRequestId !== undefined;
    if (resourceType === 'Document' && !this.hooks.mayNavigate({ url, frameId, isRedirect }))
      return fail('Aborted');
    const details = {
      url,
      method: request.method,
      resourceType: resourceType.toLowerCase(),
      webContentsId: this.hooks.webContentsId,
    };
    if (await webRequest.isCancelled(details)) return fail('BlockedByClient');
    const handler = schemes.handlerOf(scheme);
    if (!handler) {
      if (schemes.isKnown(scheme)) return fail('AddressUnreachable');
      await this.page.send('Fetch.continueRequest', { requestId }, sessionId);
      return undefined;
    }
    // Chromium asks for an icon by itself; Electron does not.
    if (url.endsWith('/favicon.ico') && resourceType === 'Other') return fail('Failed');
    if (lacksPrivilege(scheme, resourceType)) return fail('AccessDenied');
    let response: Response;
    try {
      response = await handler(requestOf(paused, url));
    } catch (error) {
      console.error(`electron stand-in: the handler of ${scheme}: failed for ${url}\n`, error);
      return fail('Failed');
    }
    const headers = await webRequest.headersFor(details, response);
    await this.page.send(
      'Fetch.fulfillRequest',
      {
        requestId,
        responseCode: response.status || 200,
        responseHeaders: headers.map(([name, value]) => ({ name, value: headerToPage(name, value) })),
        body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      },
      sessionId,
    );
    return undefined;
  }
}

/** What a kind of request needs its scheme registered with. Chromium calls fetch() "XHR" at this point. */
const NEEDED: Readonly<Record<string, 'supportFetchAPI' | 'stream'>> = {
  Fetch: 'supportFetchAPI',
  XHR: 'supportFetchAPI',
  Media: 'stream',
};

function lacksPrivilege(scheme: string, resourceType: string): boolean {
  const needed = NEEDED[resourceType];
  if (needed === undefined || schemes.privilegesOf(scheme)[needed]) return false;
  console.error(`electron stand-in: ${scheme}: is registered without the privilege '${needed}'`);
  return true;
}

function requestOf({ request }: Paused, url: string): Request {
  const given = Object.entries(request.headers).filter(([name]) => !name.startsWith(':'));
  const headers = new Headers(given.map(([name, value]) => [name, schemes.toApp(value)]));
  const from = /^bytes=(\d+)-$/.exec(headers.get('range') ?? '')?.[1];
  if (from !== undefined) headers.set('range', `bytes=${from}-${Number(from) + MAX_RANGE_BYTES - 1}`);
  const { method } = request;
  if (method === 'GET' || method === 'HEAD' || !request.hasPostData)
    return new Request(url, { method, headers });
  const parts = request.postDataEntries?.map(({ bytes = '' }) => Buffer.from(bytes, 'base64')) ?? [];
  return new Request(url, { method, headers, body: Buffer.concat(parts) });
}

function headerToPage(name: string, value: string): string {
  switch (name.toLowerCase()) {
    case 'location':
    case 'access-control-allow-origin':
      return schemes.toPage(value).replace(/(?<=\.invalid)\/$/, '');
    case 'content-security-policy':
    case 'content-security-policy-report-only':
      return schemes.policyToPage(value);
    default:
      return value;
  }
}
