import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../doubles/http-double.ts';
import { replicateSecret, type Stage } from './stage.ts';

const answered = z.object({ id: z.string(), status: z.string() }).loose();

/** Replicate tells how the prediction with this prompt goes: begun, ended; each twice, as deliveries may be repeated. */
export async function tellOfPrediction(stage: Stage, prompt: string): Promise<void> {
  const made = stage.replicate.requests.find(
    (request) => request.path.endsWith('/predictions') && request.body.includes(prompt),
  );
  const prediction = stage.replicate.predictions.find(({ input }) => JSON.stringify(input).includes(prompt));
  if (!made || !prediction) return;
  const webhook = z.string().parse(jsonOf(made)['webhook']);
  const tell = async () => {
    const shown = await fetch(`${stage.replicate.url}/v1/predictions/${String(prediction['id'])}`);
    const body = answered.parse(await shown.json());
    for (let time = 0; time < 2; time += 1) await deliver(webhook, JSON.stringify(body));
    return body.status;
  };
  while ((await tell()) !== 'succeeded' && !stage.killed);
}

async function deliver(webhook: string, body: string): Promise<void> {
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(replicateSecret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const response = await fetch(webhook, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  });
  await response.body?.cancel();
  if (![200, 502].includes(response.status)) throw new Error(`The webhook answered ${response.status}`);
}
