import type { CustomScheme, Privileges } from 'electron';

/** The app's answer to a request for one of its own schemes. */
type SchemeHandler = (request: Request) => Response | Promise<Response>;

/**
 * The app's own schemes. Chromium will not navigate to a scheme it does not know, so the page sees
 * `scheme://host/x` as `https://host.scheme.invalid/x`: a secure origin of its own, and never on the network
 * (RFC 6761 keeps .invalid unresolvable).
 */
export class Schemes {
  private readonly privileges = new Map<string, Privileges>();
  private readonly handlers = new Map<string, SchemeHandler>();

  register(schemes: readonly CustomScheme[]): void {
    for (const { scheme, privileges = {} } of schemes) {
      if (privileges.codeCache && !privileges.standard) {
        throw new Error(
          'Code cache can only be enabled when the custom scheme is registered as standard scheme.',
        );
      }
      this.privileges.set(scheme, privileges);
    }
  }

  privilegesOf(scheme: string): Privileges {
    return this.privileges.get(scheme) ?? {};
  }

  handle(scheme: string, handler: SchemeHandler): void {
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  handlerOf(scheme: string): SchemeHandler | undefined {
    return this.handlers.get(scheme);
  }

  isKnown(scheme: string): boolean {
    return this.handlers.has(scheme) || this.privileges.has(scheme);
  }

  /** `app://studio/x` → `https://studio.app.invalid/x`, for registered standard schemes only. */
  toPage(url: string): string {
    const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/i.exec(url);
    const [, scheme = '', host = '', rest = ''] = parts ?? [];
    if (!this.privileges.get(scheme.toLowerCase())?.standard) return url;
    return `https://${host}.${scheme.toLowerCase()}.invalid${rest || '/'}`;
  }

  /** `https://studio.app.invalid/x` → `app://studio/x`; works on origins too. */
  toApp(url: string): string {
    const parts = /^https:\/\/([^/?#:]+)\.([a-z][a-z0-9+-]*)\.invalid(?=[/?#]|$)(.*)$/.exec(url);
    const [, host = '', scheme = '', rest = ''] = parts ?? [];
    return this.privileges.get(scheme)?.standard ? `${scheme}://${host}${rest}` : url;
  }

  /** A Content-Security-Policy in the page's terms: `app:` and `app://host` sources name the https origins. */
  policyToPage(policy: string): string {
    return policy.replaceAll(
      /(?<=[\s;]|^)([a-z][a-z0-9+-]*):(\/\/[^\s;]*)?(?=[\s;]|$)/g,
      (source, scheme: string, rest) => {
        if (!this.privileges.get(scheme)?.standard) return source;
        return rest === undefined ? `https://*.${scheme}.invalid` : this.toPage(source).replace(/\/$/, '');
      },
    );
  }
}

/** The origin as Electron reports it: `app://studio` for the app's own schemes, where WHATWG URLs say "null". */
export function originOf(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return 'null';
  if (parsed.origin !== 'null') return parsed.origin;
  return parsed.host === '' ? 'null' : `${parsed.protocol}//${parsed.host}`;
}

export const schemes = new Schemes();
