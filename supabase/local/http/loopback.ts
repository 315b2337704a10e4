import { isIPv4 } from 'node:net';

/** Whether a host name or address stays on this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}

/** @throws when something asks the embedded cloud to be reachable from, or to reach for, another machine */
export function requireLoopback(host: string): string {
  if (isLoopback(host)) return host;
  throw new Error(
    `The embedded cloud is for development and demonstration on this machine: ${host} is not a loopback address.`,
  );
}

/**
 * Whether a request was meant for this machine. A page on the web can point a name of its own at 127.0.0.1 and call
 * us from a browser; the name it called stands in the Host header.
 */
export function isForLoopback(hostHeader: string | undefined): boolean {
  const host = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(hostHeader ?? '')?.[1];
  return host !== undefined && isLoopback(host);
}
