import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import type { Parameter } from '../../../../shared/domain/parameter.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import type { ReplicateClient } from './client.ts';
import { mapSchema, openapiSchema } from './schema-mapper.ts';

const remoteModel = z.object({
  owner: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  is_official: z.boolean().nullish(),
  latest_version: z.object({ id: z.string(), openapi_schema: openapiSchema }).nullish(),
});
type RemoteModel = z.infer<typeof remoteModel>;

/** @param name `owner/name`, `owner/name:version` or the address of the model's page */
export async function fetchModel(
  name: string,
  client: ReplicateClient,
  signal: AbortSignal,
): Promise<Result<ModelEntry, Failure>> {
  const slug = slugOf(name);
  if (!slug) return err(fail('invalid_input', 'no', { detail: 'A model is named like owner/name.' }));
  const remote = await client.get(`/models/${slug}`, remoteModel, signal);
  return remote.ok ? toEntry(remote.value) : remote;
}

export function slugOf(name: string): string | null {
  const path = name.trim().replace(/^(?:https?:\/\/)?(?:www\.)?replicate\.com\//i, '');
  const match = /^([\w.-]+)\/([\w.-]+?)(?::[0-9a-f]{64})?(?:\/.*)?$/.exec(path);
  return match ? `${match[1]}/${match[2]}` : null;
}

function toEntry(remote: RemoteModel): Result<ModelEntry, Failure> {
  const version = remote.latest_version;
  if (!version)
    return err(fail('invalid_input', 'no', { detail: 'The model has no version that can be run.' }));
  const slug = `${remote.owner}/${remote.name}`;
  const mapped = mapSchema(version.openapi_schema, `${slug} ${remote.description ?? ''}`);
  if (!mapped.media) {
    return err(fail('invalid_input', 'no', { detail: 'The model makes neither pictures nor videos.' }));
  }
  return ok({
    id: `replicate/${slug}`,
    provider: 'replicate',
    slug,
    ...(remote.is_official ? {} : { version: version.id }),
    name: remote.name,
    media: mapped.media,
    summary: remote.description?.split('\n')[0]?.slice(0, 200) ?? '',
    parameters: [...mapped.parameters],
    price: null,
    ai: true,
    origin: 'added',
  });
}

/** Parameters as Replicate has them now; names, roles and price stay as in the catalogue. */
export async function refreshModel(
  entry: ModelEntry,
  client: ReplicateClient,
  signal: AbortSignal,
): Promise<Result<ModelEntry, Failure>> {
  const fresh = await fetchModel(entry.slug, client, signal);
  if (!fresh.ok) return fresh;
  const known = new Map(entry.parameters.map((parameter) => [parameter.key, parameter]));
  const parameters = fresh.value.parameters.map((parameter) =>
    keepWording(parameter, known.get(parameter.key)),
  );
  const current = { ...entry, parameters };
  return ok(entry.version && fresh.value.version ? { ...current, version: fresh.value.version } : current);
}

function keepWording(fresh: Parameter, known: Parameter | undefined): Parameter {
  if (!known) return { ...fresh, advanced: true };
  const { title, description, role, advanced } = known;
  return {
    ...fresh,
    title,
    ...(description === undefined ? {} : { description }),
    ...(role === undefined || known.kind !== fresh.kind ? {} : { role }),
    ...(advanced === undefined ? {} : { advanced }),
    ...(known.kind === 'file' && known.redraws ? { redraws: known.redraws } : {}),
  };
}
