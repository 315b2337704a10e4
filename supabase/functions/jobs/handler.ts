import { z } from 'zod';
import { allowMethods, readBody } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { findModel, job as jobRow, publicJob, textOfRole, type CloudModel } from '../_shared/job.ts';
import { kickWorker } from '../_shared/kick-worker.ts';
import { moderate } from '../_shared/moderation.ts';
import { limitRate } from '../_shared/rate-limit.ts';
import { Refusal } from '../_shared/refusal.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { signedIn } from '../_shared/who.ts';

const order = z.object({
  /** Made by the client, so that asking twice is asking once. */
  id: z.uuid(),
  model: z.string().min(1).max(200),
  params: z.record(z.string().max(100), z.unknown()),
  inputs: z
    .array(
      z.object({
        key: z.string().max(100),
        path: z.string().max(300),
        mime: z.string().max(100),
        sha256: z.string(),
      }),
    )
    .max(16)
    .default([]),
  /** Credits, as the button said. */
  price: z.number().int().min(0),
});
type Order = z.infer<typeof order>;

/** `POST /jobs`: generate with credits. `DELETE /jobs/:id`: stop. */
export function createHandler(deps: Deps): Handler {
  return async (request) => {
    allowMethods(request, 'POST', 'DELETE');
    const user = await signedIn(request, deps);
    return request.method === 'POST'
      ? await place(user, await readBody(request, order), deps)
      : await cancel(user, new URL(request.url).pathname, deps);
  };
}

async function place(user: string, { id, model: modelId, params, inputs, price }: Order, deps: Deps) {
  await limitRate(`jobs:${user}`, { most: 60, seconds: 60 }, deps);
  const model = await findModel(deps.database, modelId);
  if (!model) throw new Refusal(422, 'model_unavailable');
  await moderateOrder(user, model, { params, inputs }, deps);
  const placed = await deps.database.call(
    'svc_job_create',
    { p_user: user, p_id: id, p_model: modelId, p_params: params, p_inputs: inputs, p_price: price },
    jobRow,
  );
  kickWorker(deps);
  return json({ job: publicJob(placed) }, 202);
}

/** Before the hold: what is refused takes nothing aside. Drawing by rules needs no such check. */
async function moderateOrder(
  user: string,
  model: CloudModel,
  { params, inputs }: Pick<Order, 'params' | 'inputs'>,
  deps: Deps,
): Promise<void> {
  if (!model.ai) return;
  const pictures = inputs.filter(
    ({ mime, path }) => mime.startsWith('image/') && path.startsWith(`${user}/`),
  );
  const imageUrls = await Promise.all(pictures.map(({ path }) => deps.files.sign('inputs', path, 300)));
  const texts = [textOfRole(model, params, 'prompt'), textOfRole(model, params, 'negative')];
  await moderate({ text: texts.filter(Boolean).join('\n'), imageUrls }, deps);
}

async function cancel(user: string, pathname: string, deps: Deps) {
  const id = z.uuid().safeParse(pathname.split('/').at(-1));
  if (!id.success) throw new Refusal(404, 'job_not_found');
  const ended = await deps.database.call('svc_job_cancel', { p_user: user, p_id: id.data }, jobRow);
  if (ended.status === 'running') kickWorker(deps);
  return json({ job: publicJob(ended) });
}
