import type { MediaKind } from '../../../shared/domain/media.ts';
import type { ListedModel } from '../../../shared/domain/model.ts';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';

type ModelGroup = { readonly provider: ProviderStatus; readonly models: readonly ListedModel[] };

/** Models to choose from, by provider: every word must occur in name, provider, maker or summary. */
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
  return groups.filter((group) => group.models.length > 0);
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
