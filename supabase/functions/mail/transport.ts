import { createTransport } from 'nodemailer';
import { required, type Deps } from '../_shared/deps.ts';
import type { Message } from './compose.ts';

/**
 * Hands a mail over.
 * @param id of the mail, the same whenever it is tried again, so that whoever takes it can tell
 */
export type Transport = (message: Message, id: string) => Promise<void>;

/** So long a service may take for one mail, in milliseconds: the lease on a batch must outlive the last one begun. */
export const sendTimeoutMs = 15_000;

/** The address does not exist, or will never take mail: trying again cannot help. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * `MAIL_URL` is `smtp://user:password@host:port` (465 and `smtps:` where the platform blocks 587) or the `https:`
 * address of a mail service that takes JSON with a bearer token, `MAIL_API_KEY`.
 */
export function createMailTransport({ env, fetch: fetcher }: Deps, timeoutMs = sendTimeoutMs): Transport {
  const url = required(env, 'MAIL_URL');
  const from = required(env, 'MAIL_FROM');
  return url.startsWith('smtp')
    ? overSmtp(url, from, timeoutMs)
    : overHttp({ url, from, key: required(env, 'MAIL_API_KEY'), fetcher, timeoutMs });
}

function overSmtp(url: string, from: string, timeoutMs: number): Transport {
  const options = { disableFileAccess: true, disableUrlAccess: true };
  const patience = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const transport = createTransport({ url, ...options, ...patience });
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';
  return async (message, id) => {
    try {
      await transport.sendMail({ ...message, from, messageId: `<${id}@${domain}>` });
    } catch (error) {
      const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
      if (code === 550 || code === 553) throw new AddressRefused(`The server answered ${code}`);
      throw error;
    }
  };
}

function overHttp({
  url,
  from,
  key,
  fetcher,
  timeoutMs,
}: {
  readonly url: string;
  readonly from: string;
  readonly key: string;
  readonly fetcher: typeof fetch;
  readonly timeoutMs: number;
}): Transport {
  return async ({ to, subject, text, html, headers }, id) => {
    const response = await fetcher(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': id,
      },
      body: JSON.stringify({ from, to: [to], subject, text, html, headers }),
      // The key is for this address alone.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (response.status === 422) throw new AddressRefused('The service refused the address');
    if (!response.ok) throw new Error(`The service answered ${response.status}`);
  };
}
