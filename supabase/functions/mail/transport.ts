import { createTransport } from 'nodemailer';
import { required, type Deps } from '../_shared/deps.ts';
import type { Message } from './compose.ts';

export type Transport = (message: Message) => Promise<void>;

/** The address does not exist, or will never take mail: trying again cannot help. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * `MAIL_URL` is `smtp://user:password@host:port` (465 and `smtps:` where the platform blocks 587) or the `https:`
 * address of a mail service that takes JSON with a bearer token, `MAIL_API_KEY`.
 */
export function createMailTransport({ env, fetch: fetcher }: Deps): Transport {
  const url = required(env, 'MAIL_URL');
  const from = required(env, 'MAIL_FROM');
  return url.startsWith('smtp')
    ? overSmtp(url, from)
    : overHttp(url, from, required(env, 'MAIL_API_KEY'), fetcher);
}

function overSmtp(url: string, from: string): Transport {
  const transport = createTransport(url, { disableFileAccess: true, disableUrlAccess: true });
  return async (message) => {
    try {
      await transport.sendMail({ ...message, from });
    } catch (error) {
      const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
      if (code === 550 || code === 553) throw new AddressRefused(`The server answered ${code}`);
      throw error;
    }
  };
}

function overHttp(url: string, from: string, key: string, fetcher: typeof fetch): Transport {
  return async ({ to, subject, text, html, headers }) => {
    const response = await fetcher(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ from, to: [to], subject, text, html, headers }),
    });
    await response.body?.cancel();
    if (response.status === 422) throw new AddressRefused('The service refused the address');
    if (!response.ok) throw new Error(`The service answered ${response.status}`);
  };
}
