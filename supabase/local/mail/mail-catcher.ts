import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { requireLoopback } from '../http/loopback.ts';
import { portOf } from '../http/port-of.ts';
import { type Listening, serve } from '../http/serve.ts';
import { showMail, showMails } from './mail-pages.ts';
import { json } from '../http/respond.ts';

export type CaughtMail = {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: string;
};
type MailStream = Parameters<typeof simpleParser>[0];
export type MailCatcher = {
  /** Where mails are read. */
  readonly url: string;
  readonly smtp: { readonly host: string; readonly port: number };
  close(): Promise<void>;
};

/** Older mails are forgotten; they are kept in memory only. */
const MAX_MAILS = 500;
const MAX_MAIL_BYTES = 10 * 1024 * 1024;
/** How long a reader may wait for a mail, in milliseconds. */
const MAX_WAIT_MS = 30_000;

/**
 * Takes every mail sent to it over SMTP and delivers none. They are read on a page, or as JSON: `/mails?to=&wait=`
 * answers the newest first, and waits up to that many milliseconds for one.
 * @param ports 0 for any free one
 */
export async function startMailCatcher(
  host: string,
  ports: { readonly smtp: number; readonly web: number },
): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const news = new EventEmitter().setMaxListeners(0);
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
      void answerWhenKept(keep(stream, to), done);
    },
  });
  const port = await listen(smtp, requireLoopback(host), ports.smtp);

  /** @returns what went wrong, for the sender to hear */
  async function keep(stream: MailStream, to: readonly string[]): Promise<Error | undefined> {
    try {
      mails.unshift(await readMail(stream, to));
      mails.length = Math.min(mails.length, MAX_MAILS);
      news.emit('mail');
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async function find(to: string | null, waitMs: number): Promise<readonly CaughtMail[]> {
    const patience = AbortSignal.timeout(waitMs);
    for (;;) {
      const found = mails.filter((mail) => to === null || mail.to.includes(to.toLowerCase()));
      if (found.length > 0 || patience.aborted) return found;
      await once(news, 'mail', { signal: patience }).catch(() => undefined);
    }
  }

  async function handle(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const route = `${request.method} ${pathname}`;
    if (route === 'GET /') return showMails(mails);
    if (route === 'GET /mails') {
      const wait = Number(searchParams.get('wait') ?? 0);
      return json(await find(searchParams.get('to'), Math.min(Math.max(0, wait || 0), MAX_WAIT_MS)));
    }
    if (route === 'DELETE /mails') {
      mails.length = 0;
      return json([]);
    }
    const [, id, part] = /^\/mails\/([0-9a-f-]{36})(\/html)?$/.exec(pathname) ?? [];
    const mail = mails.find((candidate) => candidate.id === id);
    if (request.method !== 'GET' || !mail) return json({ message: 'There is no such mail.' }, 404);
    return part ? showMail(mail) : json(mail);
  }

  let web: Listening;
  try {
    web = await serve({ host, port: ports.web }, handle);
  } catch (error) {
    await closeSmtp(smtp);
    throw error;
  }
  return {
    url: web.url,
    smtp: { host, port },
    close: async () => {
      await closeSmtp(smtp);
      await web.close();
    },
  };
}

async function answerWhenKept(
  kept: Promise<Error | undefined>,
  answer: (problem?: Error) => void,
): Promise<void> {
  answer(await kept);
}

async function readMail(stream: MailStream, to: readonly string[]): Promise<CaughtMail> {
  const parsed = await simpleParser(stream);
  const headers = parsed.headerLines.map(
    ({ key, line }) => [key, line.slice(key.length + 1).trim()] as const,
  );
  return {
    id: randomUUID(),
    from: parsed.from?.text ?? '',
    to,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    headers: Object.fromEntries(headers),
    receivedAt: new Date().toISOString(),
  };
}

async function listen(server: SMTPServer, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise;
  // A client that hangs up in the middle is no reason to stop.
  server.off('error', reject);
  server.on('error', () => undefined);
  return portOf(server.server);
}

async function closeSmtp(server: SMTPServer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  await promise;
}
