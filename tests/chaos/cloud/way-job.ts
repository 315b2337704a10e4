import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../doubles/http-double.ts';
import { dataOf, newPerson, type Person } from './person.ts';
import { tellOfPrediction } from './replicate-webhooks.ts';
import type { Stage } from './stage.ts';
import { nameOf, type Kill } from './turnstile.ts';
import type { Way } from './ways.ts';

type JobWay = {
  readonly name: string;
  readonly model: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly price: number;
  /** Kills after which the job may fail, and the person gets everything back. */
  readonly mayFail: RegExp;
  /** Kills after which a part is delivered, for its share. */
  readonly mayHalve?: RegExp;
  /** The app asks again after a crash; else it is gone for good. */
  readonly asksAgain: boolean;
  /** Replicate tells how it goes, each thing twice: afterwards, or before it has answered the request. */
  readonly webhooks?: 'later' | 'first';
  /** The person changes their mind while it runs. */
  readonly cancels?: true;
};

const picture = { params: { quality: 'low', n: 2 }, model: 'openai/gpt-image-2.6-flare', price: 2 };
const draft = { params: { num_outputs: 2 }, model: 'replicate/black-forest-labs/flux-schnell', price: 2 };
const drawing = { params: { size: '256x256', count: 2, seed: 7 }, model: 'sketch/picture', price: 2 };
/** What may have been sent, and was not stored, is lost: there is nobody to ask. */
const lostPicture = /^unanswered svc_job_submitting|images\/generations|^before POST \/storage\/\S+0\.png$/;
/** Never sent, which nobody can be sure of. */
const lostDraft = /^unanswered svc_job_submitting|^before POST \/replicate\/\S+predictions$/;
/** One of two was stored, and costs one half. */
const halfPicture = /^unanswered POST \/storage\/\S+0\.png$|^before POST \/storage\/\S+1\.png$/;

const all: readonly JobWay[] = [
  { name: 'sketch job', ...drawing, mayFail: /^$/, asksAgain: true },
  { name: 'openai job', ...picture, mayFail: lostPicture, mayHalve: halfPicture, asksAgain: true },
  { name: 'openai job, app gone', ...picture, mayFail: lostPicture, mayHalve: halfPicture, asksAgain: false },
  { name: 'replicate job, no webhooks', ...draft, mayFail: lostDraft, asksAgain: true },
  { name: 'replicate job', ...draft, mayFail: lostDraft, asksAgain: true, webhooks: 'later' },
  { name: 'replicate job, webhooks first', ...draft, mayFail: lostDraft, asksAgain: true, webhooks: 'first' },
  { name: 'cancelled job', ...draft, mayFail: /./, asksAgain: true, cancels: true },
];

export const jobWays: readonly Way[] = all.map((way) => ({
  name: way.name,
  async begin(stage) {
    const ann = await newPerson(stage);
    const id = randomUUID();
    const prompt = `prompt-${id}`;
    const { model, price } = way;
    const order = { id, model, price, params: { ...way.params, prompt } };
    const place = async () => expectStatus(await ann.call('jobs', order), 202);
    const cancel = async () => expectStatus(await ann.call(`jobs/${id}`, null, 'DELETE'), 200, 404);
    const tell = async () => await tellOfPrediction(stage, prompt);
    const wait = async () => await stage.pass('1 minute');
    const goesOn = { later: [tell], first: [], never: [wait, wait, wait] }[way.webhooks ?? 'never'];
    const isSubmission = (call: string) => /^POST \/replicate\/\S+predictions$/.test(call);
    return {
      ...(way.webhooks === 'first'
        ? { meanwhile: async (call) => (isSubmission(call) ? await tell() : undefined) }
        : {}),
      steps: way.cancels ? [place, cancel, wait] : [place, ...goesOn],
      async again() {
        if (way.asksAgain) await place();
        if (way.webhooks === 'later') await tell();
        if (way.cancels) await cancel();
      },
      wrong: async (kill) => [
        ...(await wrongOfJob(stage, ann, way, { id, prompt, kill })),
        ...(await wrongOfStorage(stage, ann)),
      ],
    };
  },
}));

/** Nobody answered: the process was killed, which others notice. */
export function expectStatus(
  answer: Awaited<ReturnType<Person['call']>>,
  ...statuses: readonly number[]
): void {
  if (answer && !statuses.includes(answer.status))
    throw new Error(`It answered ${answer.status} ${JSON.stringify(answer.body)}`);
}

const jobRow = z.object({
  status: z.string(),
  charged: z.number(),
  error_code: z.string().nullable(),
  outputs: z.array(z.object({ path: z.string(), sha256: z.string() })),
});
const balance = z.object({ plan_available: z.number(), pack_available: z.number(), held: z.number() });

type Victim = { readonly id: string; readonly prompt: string; readonly kill: Kill | null };

async function wrongOfJob(
  stage: Stage,
  { client }: Person,
  way: JobWay,
  { id, prompt, kill }: Victim,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const row = jobRow
    .nullable()
    .parse(
      (await client.from('jobs').select('status, charged, error_code, outputs').eq('id', id).maybeSingle())
        .data,
    );
  const { plan_available: left, held } = balance.parse(
    dataOf(await client.from('accounts').select('plan_available, pack_available, held').single()),
  );
  const bills = billsOf(stage, prompt);
  if (bills > 1) wrong.push(`the provider was paid ${bills} times`);
  const charged = row?.charged ?? 0;
  if (held !== 0) wrong.push(`${held} credits are still held`);
  if (left !== 50 - charged) wrong.push(`${left} credits are left after ${charged} were charged`);
  if (!row) {
    if (way.asksAgain || kill === null) wrong.push('the job is gone');
    if (bills > 0) wrong.push('the provider was paid for no job');
    return wrong;
  }
  const how = `${row.status} ${row.error_code ?? ''}`.trim();
  if (row.status === 'succeeded') {
    const halved = kill !== null && way.mayHalve?.test(nameOf(kill)) === true;
    if (row.outputs.length !== (halved ? 1 : 2)) wrong.push(`${row.outputs.length} of 2 pictures came`);
    if (charged !== (halved ? way.price / 2 : way.price))
      wrong.push(`${charged} of ${way.price} were charged`);
  } else {
    if (!['failed', 'cancelled'].includes(row.status)) wrong.push(`it is ${how}`);
    if (charged > 0) wrong.push(`it is ${how} and cost ${charged}`);
    const allowed = way.cancels === true || (kill !== null && way.mayFail.test(nameOf(kill)));
    if (!allowed) wrong.push(`it is ${how}`);
  }
  for (const { path, sha256 } of row.outputs) {
    const { data } = await client.storage.from('creations').download(path);
    const bytes = data ? new Uint8Array(await data.arrayBuffer()) : '';
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) wrong.push(`${path} is not readable`);
  }
  return wrong;
}

function billsOf({ openai, replicate }: Stage, prompt: string): number {
  const pictures = openai.requests.filter(
    (request) => request.path.endsWith('/images/generations') && jsonOf(request)['prompt'] === prompt,
  );
  const drafts = replicate.predictions.filter(({ input }) => JSON.stringify(input).includes(prompt));
  return pictures.length + drafts.length;
}

/** Every file in the cloud is somebody's, and everything that is somebody's is there. */
export async function wrongOfStorage({ cloud }: Stage, { id }: Person): Promise<readonly string[]> {
  const { rows } = await cloud.database.query(
    `with named as (
       select 'creations' as bucket, path from public.media where user_id = $1
       union select 'creations', output ->> 'path' from public.jobs, jsonb_array_elements(outputs) as output
         where user_id = $1
       union select 'gallery', path from public.posts, unnest(array[media_path, thumb_path]) as path
         where user_id = $1 and status <> 'removed'
     ), there as (
       select bucket_id as bucket, name as path from storage.objects
       where starts_with(name, $1::text || '/') and bucket_id in ('creations', 'gallery')
     )
     select coalesce(there.bucket || '/' || there.path || ' is nobody’s', named.path || ' is missing') as what
     from named full join there using (bucket, path) where named.path is null or there.path is null`,
    [id],
  );
  return rows.map(({ what }) => String(what));
}
