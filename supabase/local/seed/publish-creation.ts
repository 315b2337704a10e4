import { createHash, createHmac } from 'node:crypto';
import sharp from 'sharp';
import { z } from 'zod';
import type { Drawing } from '../drawing.ts';
import type { Cloud } from '../start-cloud.ts';
import { poll, succeed } from './answers.ts';
import type { SeedCreation } from './creations.ts';
import type { Member } from './member.ts';
import { seedId } from './seed-id.ts';

type Made = { readonly bytes: Uint8Array; readonly sha256: string; readonly still: Uint8Array };
type Tools = { readonly cloud: Cloud; readonly drawing: Drawing };

const thumbnailSide = 480;
const framesPerSecond = 12;
const endedJob = z.object({
  finished_at: z.string().nullable(),
  outputs: z.array(z.object({ path: z.string() })),
  error_code: z.string().nullable(),
});

export const postId = ({ title }: SeedCreation): string => seedId(`post:${title}`);

/** Makes a creation, keeps it in the cloud and publishes it, through the functions; then moves it to its date. */
export async function publishCreation(creation: SeedCreation, author: Member, tools: Tools): Promise<void> {
  const made = await (creation.made === 'cloud' ? makeByJob : makeHere)(creation, author, tools);
  const thumbnail = await smallPicture(made.still);
  const { title, prompt, negative, seed, width, height, seconds, tags } = creation;
  const id = postId(creation);
  const about = {
    creation_id: seedId(`creation:${title}`),
    sha256: made.sha256,
    title,
    width,
    height,
    duration_ms: seconds === null ? null : seconds * 1000,
  };
  const body = {
    ...about,
    id,
    kind: seconds === null ? 'image' : 'video',
    tags,
    prompt,
    show_prompt: creation.prompt_shown === 'yes',
    details: {
      provider: 'sketch',
      model: modelOf(creation),
      ai: false,
      size: `${width}x${height}`,
      seed,
      negative,
    },
    sensitive: creation.sensitive === 'yes',
    thumbnail,
  };
  succeed(await author.client.functions.invoke('publish', { body }));
  await moveToItsDate(id, creation.hours_ago, tools.cloud);
  if (creation.fate !== 'shared') return;
  const token = shareToken(creation, tools.cloud);
  const share = {
    ...about,
    id: seedId(`share:${title}`),
    token_hash: createHash('sha256').update(token).digest('hex'),
    prompt,
    preview: thumbnail,
  };
  succeed(await author.client.functions.invoke('share', { body: share }));
}

/** The page of a creation's link. The token is the same at every start, and nobody without the cloud's keys can guess it. */
export function sharePage(creation: SeedCreation, cloud: Cloud): string {
  return `${cloud.url}/s/#${shareToken(creation, cloud)}`;
}

function shareToken({ title }: SeedCreation, { secretKey }: Cloud): string {
  return createHmac('sha256', secretKey)
    .update(`share:${title}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}

const modelOf = ({ seconds }: SeedCreation): string => (seconds === null ? 'sketch/picture' : 'sketch/clip');

/** As the studio does: drawn on this machine, room reserved by its hash, uploaded, confirmed. */
async function makeHere(creation: SeedCreation, { client }: Member, { drawing }: Tools): Promise<Made> {
  const { prompt, negative, seed, width, height, seconds } = creation;
  const request = { prompt, negative, seed, width, height, framesPerSecond };
  const picture = await drawing.draw({ ...request, media: 'image' });
  const output = seconds === null ? picture : await drawing.draw({ ...request, media: 'video', seconds });
  const { bytes, mime } = output;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const [place] = succeed(
    await client.rpc('media_reserve', { p_items: [{ sha256, mime, size_bytes: bytes.byteLength }] }),
  );
  if (place.state === 'reserved') {
    succeed(await client.storage.from('creations').upload(place.path, bytes, { contentType: mime }));
    succeed(await client.rpc('media_confirm', { p_sha256: [sha256] }));
  }
  return { bytes, sha256, still: picture.bytes };
}

/** On credits: the price that was quoted, a job, its file in the person's own folder. */
async function makeByJob(creation: SeedCreation, { client }: Member): Promise<Made> {
  const { title, prompt, width, height, seed } = creation;
  const id = seedId(`job:${title}`);
  const model = modelOf(creation);
  const params = { prompt, size: `${width}x${height}`, seed };
  const { price } = succeed(await client.rpc('quote', { p_model: model, p_params: params }));
  succeed(await client.functions.invoke('jobs', { body: { id, model, params, price } }));
  const look = async () =>
    endedJob.parse(
      succeed(await client.from('jobs').select('finished_at, outputs, error_code').eq('id', id).single()),
    );
  await poll(`the job of ${title}`, async () => (await look()).finished_at !== null);
  const { outputs, error_code: code } = await look();
  const [output] = outputs;
  if (!output) throw new Error(`The job of ${title} failed: ${code}.`);
  const file = succeed(await client.storage.from('creations').download(output.path));
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), still: bytes };
}

/** WebP, base64. */
async function smallPicture(bytes: Uint8Array): Promise<string> {
  const small = sharp(bytes).resize(thumbnailSide, thumbnailSide, {
    fit: 'inside',
    withoutEnlargement: true,
  });
  return (await small.webp({ quality: 80 }).toBuffer()).toString('base64');
}

/** By the service's own SQL: nobody can publish into the past. */
async function moveToItsDate(id: string, hoursAgo: number, { database }: Cloud): Promise<void> {
  const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  await database.query(
    `update public.posts set created_at = $2,
      published_at = case when published_at is not null then $2::timestamptz end
    where id = $1`,
    [id, at],
  );
}
