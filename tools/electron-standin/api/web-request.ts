/** The part of session.webRequest that a refusal or a policy header needs. */
interface RequestDetails {
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
  readonly webContentsId: number;
}
interface HeadersDetails extends RequestDetails {
  readonly statusCode: number;
  readonly responseHeaders: Record<string, string[]>;
}
type BeforeListener = (details: RequestDetails, answer: (response: { cancel?: boolean }) => void) => void;
type HeadersListener = (
  details: HeadersDetails,
  answer: (response: { responseHeaders?: Record<string, string | string[]> }) => void,
) => void;
interface Filter {
  readonly urls: readonly string[];
}
interface Filtered<L> {
  readonly listener: L;
  readonly matches: (url: string) => boolean;
}

export class WebRequest {
  private before: Filtered<BeforeListener> | undefined;
  private headers: Filtered<HeadersListener> | undefined;

  onBeforeRequest(...given: [Filter, BeforeListener] | [BeforeListener | null]): void {
    this.before = filtered(given);
  }

  /** Heard for answers of the app's own schemes only. */
  onHeadersReceived(...given: [Filter, HeadersListener] | [HeadersListener | null]): void {
    this.headers = filtered(given);
  }

  async isCancelled(details: RequestDetails): Promise<boolean> {
    const { before } = this;
    if (!before?.matches(details.url)) return false;
    return await new Promise((resolve) => {
      before.listener(details, ({ cancel = false }) => resolve(cancel));
    });
  }

  /** The headers to give to the page. */
  async headersFor(details: RequestDetails, response: Response): Promise<[string, string][]> {
    const own = [...response.headers];
    const { headers } = this;
    if (!headers?.matches(details.url)) return own;
    const changed = await new Promise<Record<string, string | string[]> | undefined>((resolve) => {
      const responseHeaders = Object.fromEntries(own.map(([name, value]) => [name, [value]]));
      headers.listener({ ...details, statusCode: response.status, responseHeaders }, (answer) => {
        resolve(answer.responseHeaders);
      });
    });
    if (!changed) return own;
    return Object.entries(changed).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    );
  }
}

function filtered<L>(given: [Filter, L] | [L | null]): Filtered<L> | undefined {
  const listener = given.length === 2 ? given[1] : given[0];
  if (listener === null) return undefined;
  const urls = given.length === 2 ? given[0].urls : ['<all_urls>'];
  const patterns = urls.map(patternOf);
  return { listener, matches: (url) => patterns.some((pattern) => pattern.test(url)) };
}

function patternOf(glob: string): RegExp {
  if (glob === '<all_urls>') return /^/;
  const literal = glob.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join('.*')}$`);
}
