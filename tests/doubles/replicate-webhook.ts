import { createHmac, randomUUID } from 'node:crypto';

/**
 * Posts an event as Replicate does, signed. A delivery that fails is not repeated: whoever waits looks by themselves.
 * @param secret `whsec_` and base64
 * @source Standard Webhooks, and replicate.com/docs/topics/webhooks/verify-webhook
 */
export async function sendWebhook(to: string, body: string, secret: string, now: number): Promise<void> {
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(now / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  try {
    const response = await fetch(to, { method: 'POST', headers, body });
    await response.body?.cancel();
  } catch {
    // Nobody is there.
  }
}
