import { create } from 'zustand';
import type { ListedModel } from '../../../shared/domain/model.ts';
import { getSettings } from '../../app/settings.ts';
import { emptyForm, type FormAction, type FormState, reduceForm } from './form-state.ts';

/** The composer outlives its page, so that a look at My Creations loses nothing. */
type ComposerState = {
  readonly form: FormState;
  /** Problems are shown once Generate was pressed, and again as long as they stand. */
  readonly tried: boolean;
};

export const useComposerStore = create<ComposerState>(() => ({ form: emptyForm, tried: false }));

export function dispatch(action: FormAction): void {
  useComposerStore.setState(({ form }) => ({ form: reduceForm(form, action) }));
}

export function setTried(tried: boolean): void {
  useComposerStore.setState({ tried });
}

/** Chooses a model with the values it was last used with. */
export function chooseModel(model: ListedModel): void {
  dispatch({ type: 'model', model, remembered: getSettings().lastParameters[model.id] ?? {} });
}
