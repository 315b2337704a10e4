import type { MediaKind } from '../../../shared/domain/media.ts';
import type { ListedModel } from '../../../shared/domain/model.ts';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';

type ModelGroup = { readonly provider: ProviderStatus; readonly models: readonly ListedModel[] };

/**
 * Models to choose from, by provider: every word must occur in name, provider, maker or summary. The nearer the
 * name comes to what was typed, the further up it is, and its provider with it.
 */
export function searchModels(
  models: readonly ListedModel[],
  providers: readonly ProviderStatus[],
  query: string,
  media: MediaKind | null,
): readonly ModelGroup[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = providers.map((provider) => ({
    provider,
    models: models.filter((model) => {
      if (model.provider !== provider.id || model.hidden || model.retired) return false;
      if (media !== null && model.media !== media) return false;
      const text = `${model.name} ${provider.name} ${model.slug} ${model.summary}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    }),
  }));
  const found = groups.filter((group) => group.models.length > 0);
  const typed = wanted.join(' ');
  if (typed === '') return found;
  return found
    .map(({ provider, models: members }) => ({
      provider,
      models: members.toSorted((a, b) => distance(a, typed) - distance(b, typed)),
    }))
    .toSorted((a, b) => leastDistance(a, typed) - leastDistance(b, typed));
}

/** 0: it is the name; 1: the name begins with it; 2: a word of the name does; 3: it is somewhere. */
function distance({ name, slug }: ListedModel, typed: string): number {
  const names = [name, slug.slice(slug.indexOf('/') + 1)].map((entry) => entry.toLowerCase());
  if (names.includes(typed)) return 0;
  if (names.some((entry) => entry.startsWith(typed))) return 1;
  return names.some((entry) => entry.split(/[\s/_-]+/).some((word) => word.startsWith(typed))) ? 2 : 3;
}

function leastDistance({ models }: ModelGroup, typed: string): number {
  return Math.min(...models.map((model) => distance(model, typed)));
}

/** The model to begin with: the last one used, else the first that works without a key. */
export function firstModel(
  models: readonly ListedModel[],
  providers: readonly ProviderStatus[],
  lastModelId: string | null,
): ListedModel | undefined {
  const usable = models.filter((model) => !model.hidden && !model.retired);
  const ready = new Set(providers.filter((entry) => entry.configured).map((entry) => entry.id));
  return (
    usable.find((model) => model.id === lastModelId) ??
    usable.find(
      (model) => ready.has(model.provider) && model.provider !== 'sketch' && model.media === 'image',
    ) ??
    usable.find((model) => ready.has(model.provider)) ??
    usable[0]
  );
}

const soonDays = 60;

/** Retirement that is near enough to mention. */
export function retiresSoon(model: ListedModel, nowMs: number): boolean {
  return model.retiresOn !== undefined && Date.parse(model.retiresOn) - nowMs < soonDays * 24 * 3600 * 1000;
}
