import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Tokens } from '../auth/tokens.ts';
import { type Caller, identify, type Keys, roleOfKey } from '../caller.ts';
import type { Database } from '../database/database.ts';
import { isForLoopback } from '../http/loopback.ts';
import { mayUseTopic } from './access.ts';
import { type Codec, codecFor, decodeBroadcast, type Frame } from './frames.ts';

export type RealtimeContext = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  /** The time in milliseconds. */
  readonly now: () => number;
};
/** Somebody who listens to a topic. */
type Member = {
  readonly socket: WebSocket;
  readonly topic: string;
  readonly isPrivate: boolean;
  readonly mayWrite: boolean;
  readonly hearsItself: boolean;
  readonly wantsAck: boolean;
  readonly leaveAtMs: number;
  send(event: string, payload: unknown): void;
};

const PATH = '/realtime/v1/websocket';
const PREFIX = 'realtime:';
const MAX_MESSAGE_BYTES = 256 * 1024;
/** Messages are there to be heard, not to be kept. */
const KEEP_MESSAGES_DAYS = 3;

const joinSchema = z.object({
  access_token: z.string().nullish(),
  config: z
    .object({
      private: z.boolean().default(false),
      broadcast: z.object({ self: z.boolean().default(false), ack: z.boolean().default(false) }).prefault({}),
      presence: z.object({ enabled: z.boolean().default(false) }).prefault({}),
      postgres_changes: z.array(z.unknown()).default([]),
    })
    .prefault({}),
});
const broadcastSchema = z.object({ type: z.literal('broadcast'), event: z.string(), payload: z.unknown() });
const messageRow = z.object({
  topic: z.string(),
  event: z.string(),
  payload: z.unknown(),
  private: z.boolean(),
});

/**
 * Broadcast over websockets: between clients, and from the database by `realtime.send`. Private topics are open to whom
 * the policies on `realtime.messages` let in. Presence and changes of tables are refused when somebody joins for them.
 */
export async function startRealtime(
  context: RealtimeContext,
  server: Server,
): Promise<{ close(): Promise<void> }> {
  const { database, keys } = context;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const members = new Set<Member>();

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const key = url.searchParams.get('apikey');
    const isWelcome = isForLoopback(request.headers.host) && roleOfKey(keys, key) !== undefined;
    if (url.pathname !== PATH || !isWelcome) {
      socket.end(`HTTP/1.1 ${url.pathname === PATH ? '401 Unauthorized' : '404 Not Found'}\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) =>
      serveClient(context, members, client, codecFor(url.searchParams.get('vsn')), key ?? ''),
    );
  });

  /** One after the other, so that a topic's messages arrive in the order of their commits. */
  let delivered: Promise<void> = Promise.resolve();
  const deliver = async (id: string): Promise<void> => {
    const found = await database.query(
      'select topic, event, payload, private from realtime.messages where id = $1',
      [id],
    );
    const message = messageRow.safeParse(found.rows[0]).data;
    if (message) spread(members, PREFIX + message.topic, message.private, message, undefined, context.now());
  };
  await database.query(
    `delete from realtime.messages where inserted_at < now() - make_interval(days => $1)`,
    [KEEP_MESSAGES_DAYS],
  );
  await database.listen('realtime_messages', (id) => {
    delivered = delivered.then(async () => await deliver(id)).catch(() => undefined);
  });
  return {
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      const { promise, resolve } = Promise.withResolvers<void>();
      sockets.close(() => resolve());
      await promise;
      await delivered;
    },
  };
}

function serveClient(
  context: RealtimeContext,
  members: Set<Member>,
  socket: WebSocket,
  codec: Codec,
  key: string,
): void {
  const own = new Map<string, Member>();
  const leave = (topic: string): void => {
    const member = own.get(topic);
    if (member) members.delete(member);
    own.delete(topic);
  };
  const reply = ({ joinRef, ref, topic }: Frame, status: 'ok' | 'error', response: unknown = {}): void =>
    socket.send(codec.encode({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } }));

  async function hear(frame: Frame): Promise<void> {
    const member = own.get(frame.topic);
    switch (frame.event) {
      case 'heartbeat':
        return reply(frame, 'ok');
      case 'phx_leave':
        leave(frame.topic);
        return reply(frame, 'ok');
      case 'phx_join': {
        leave(frame.topic);
        const joined = await join(context, socket, codec, frame, key);
        if (typeof joined === 'string') return reply(frame, 'error', { reason: joined });
        own.set(frame.topic, joined);
        members.add(joined);
        return reply(frame, 'ok', { postgres_changes: [] });
      }
      case 'access_token':
        // The members' rights were settled when they joined; a client joins anew when its token runs out.
        return;
      case 'broadcast': {
        const message = broadcastSchema.safeParse(frame.payload).data;
        if (!member || !message) return reply(frame, 'error', { reason: 'Not a message of a joined topic' });
        if (!member.mayWrite) {
          return reply(frame, 'error', { reason: 'Unauthorized: You do not have permissions to write here' });
        }
        spread(members, frame.topic, member.isPrivate, message, member, context.now());
        if (member.wantsAck) reply(frame, 'ok');
        return;
      }
      default:
        return reply(frame, 'error', { reason: `unsupported_by_local_stack: ${frame.event}` });
    }
  }

  // One after the other: what follows a join must find it done.
  let heard: Promise<void> = Promise.resolve();
  socket.on('message', (data, isBinary) => {
    if (!Buffer.isBuffer(data)) return socket.close(1003);
    const frame = isBinary ? decodeBroadcast(data) : codec.decode(data.toString());
    if (!frame) return socket.close(1003, 'unsupported_by_local_stack');
    heard = heard.then(async () => await hear(frame)).catch(() => socket.close(1011));
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => own.forEach((member) => members.delete(member)));
}

/** @returns the new member, or why there is none */
async function join(
  { database, keys, tokens, now }: RealtimeContext,
  socket: WebSocket,
  codec: Codec,
  { topic, payload, ref, joinRef }: Frame,
  key: string,
): Promise<Member | string> {
  const parsed = joinSchema.safeParse(payload ?? {});
  const name = topic.startsWith(PREFIX) ? topic.slice(PREFIX.length) : '';
  if (!parsed.success || name === '') return 'Not a topic that can be joined';
  const { config, access_token: token } = parsed.data;
  if (config.postgres_changes.length > 0) return 'unsupported_by_local_stack: changes of tables';
  if (config.presence.enabled) return 'unsupported_by_local_stack: presence';
  const headers = new Headers({ apikey: key, ...(token ? { authorization: `Bearer ${token}` } : {}) });
  const caller: Caller | undefined = await identify(headers, keys, tokens).catch(() => undefined);
  if (!caller) return 'InvalidJWTToken: The token is invalid or has expired';
  const rights = config.private ? await mayUseTopic(database, caller, name) : { read: true, write: true };
  if (!rights.read)
    return `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`;
  const expires = caller.claims['exp'];
  return {
    socket,
    topic,
    isPrivate: config.private,
    mayWrite: rights.write,
    hearsItself: config.broadcast.self,
    wantsAck: config.broadcast.ack,
    leaveAtMs: typeof expires === 'number' ? expires * 1000 : now() + 86_400_000,
    send: (event, content) =>
      socket.send(codec.encode({ joinRef: joinRef ?? ref, ref: null, topic, event, payload: content })),
  };
}

function spread(
  members: Set<Member>,
  topic: string,
  isPrivate: boolean,
  message: { readonly event: string; readonly payload: unknown },
  from: Member | undefined,
  nowMs: number,
): void {
  for (const member of members) {
    if (member.topic !== topic || member.isPrivate !== isPrivate) continue;
    if (member === from && !member.hearsItself) continue;
    if (member.leaveAtMs <= nowMs) {
      members.delete(member);
      member.send('phx_close', {});
    } else {
      member.send('broadcast', { type: 'broadcast', event: message.event, payload: message.payload });
    }
  }
}
