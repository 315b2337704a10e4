import { useMemo } from 'react';
import type { ListedModel } from '../../../shared/domain/model.ts';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { useModels, useProviders } from '../../app/live-data.ts';
import type { FormState } from './form-state.ts';
import { layOutForm, type ParameterForm } from './parameter-form.ts';
import { type PriceQuote, quotePrice } from './price.ts';
import { type CheckedForm, checkForm } from './requests.ts';
import { useComposerStore } from './store.ts';

export type Composer = {
  readonly form: FormState;
  readonly model: ListedModel;
  readonly provider: ProviderStatus | undefined;
  readonly layout: ParameterForm;
  readonly checked: CheckedForm;
  readonly quote: PriceQuote;
  /** Whether problems are to be shown. */
  readonly tried: boolean;
};

/** Everything the composer's parts need; null until models and providers are known. */
export function useComposer(): Composer | null {
  const models = useModels();
  const providers = useProviders();
  const { form, tried } = useComposerStore();
  const model = models?.find((entry) => entry.id === form.modelId);
  const checked = useMemo(() => (model ? checkForm(form, model) : null), [form, model]);
  const layout = useMemo(() => (model ? layOutForm(model.parameters) : null), [model]);
  if (!model || !checked || !layout) return null;
  return {
    form,
    model,
    provider: providers?.find((entry) => entry.id === model.provider),
    layout,
    checked,
    quote: quotePrice(model, form.values, checked.expansions, form.count),
    tried,
  };
}
