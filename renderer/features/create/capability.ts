import type { ListedModel } from '../../../shared/domain/model.ts';
import type { Parameter } from '../../../shared/domain/parameter.ts';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import type { FileParameter } from './parameter-form.ts';

/** What can be done to a picture with a model. Which models can is read from their own inputs, never from names. */
export type PictureWork = 'edit' | 'upscale' | 'animate';

export type CapableChoice =
  | { readonly kind: 'ready'; readonly model: ListedModel; readonly picture: FileParameter }
  /** Some could, once their provider has a key or an address. */
  | {
      readonly kind: 'not-configured';
      readonly models: readonly ListedModel[];
      readonly providers: readonly ProviderStatus[];
    }
  | { readonly kind: 'no-model' };

/** The input that takes the picture to be worked on; null where the model cannot do the work. */
export function picturePlace(work: PictureWork, model: ListedModel): FileParameter | null {
  if (model.media !== (work === 'animate' ? 'video' : 'image')) return null;
  const needed = { edit: 'mask', upscale: 'scale', animate: null } as const;
  const role = needed[work];
  if (role !== null && !model.parameters.some((entry) => entry.role === role)) return null;
  return fileOfRole(model.parameters, 'image') ?? fileOfRole(model.parameters, 'images');
}

export function fileOfRole(
  parameters: readonly Parameter[],
  role: 'image' | 'images' | 'mask',
): FileParameter | null {
  const found = parameters.find((entry) => entry.role === role);
  return found?.kind === 'file' && (found.accept === 'image' || found.accept === 'any') ? found : null;
}

/** The model in use when it can and is ready, else the first that is; else what stands in the way. */
export function chooseCapable(
  work: PictureWork,
  models: readonly ListedModel[],
  providers: readonly ProviderStatus[],
  currentId: string | null,
): CapableChoice {
  const capable = models.flatMap((model) => {
    const picture = model.hidden || model.retired ? null : picturePlace(work, model);
    return picture ? [{ model, picture }] : [];
  });
  const isReady = ({ model }: (typeof capable)[number]) =>
    providers.some((provider) => provider.id === model.provider && provider.configured);
  const ready = capable.filter(isReady);
  const chosen = ready.find(({ model }) => model.id === currentId) ?? ready[0];
  if (chosen) return { kind: 'ready', ...chosen };
  if (capable.length === 0) return { kind: 'no-model' };
  const able = capable.map(({ model }) => model);
  return {
    kind: 'not-configured',
    models: able,
    providers: providers.filter((provider) => able.some((model) => model.provider === provider.id)),
  };
}
