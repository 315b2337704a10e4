import { useEffect, useState } from 'react';
import type { ListedModel } from '../../../shared/domain/model.ts';
import { takePendingRecipe, takePendingReferences, useCompose } from '../../app/compose.ts';
import { useModels, useProviders } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { getSettings, updateSettings, useSettings } from '../../app/settings.ts';
import { PanelResizer } from '../../ui/PanelResizer.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { addFromLibrary } from './add-references.ts';
import { Composer } from './Composer.tsx';
import styles from './CreatePage.module.css';
import { firstModel } from './model-search.ts';
import { Results } from './Results.tsx';
import { chooseModel, dispatch, useComposerStore } from './store.ts';
import { useComposer } from './use-composer.ts';

const words = text.create;

export function CreatePage() {
  useChosenModel();
  usePendingRecipe();
  const composer = useComposer();
  usePendingReferences(composer?.model);
  const remembered = useSettings((settings) => settings.composerWidth);
  const [width, setWidth] = useState(remembered);
  return (
    <div className={styles.page}>
      <VisuallyHidden>
        <h1>{words.title}</h1>
      </VisuallyHidden>
      <section className={styles.composer} style={{ width }} aria-label={words.composer}>
        {composer ? <Composer composer={composer} /> : null}
      </section>
      <PanelResizer
        label={words.resize}
        value={width}
        min={320}
        max={640}
        panel="before"
        onChange={setWidth}
        onCommit={(composerWidth) => void updateSettings({ composerWidth })}
      />
      <section className={styles.results} aria-label={words.results}>
        <Results
          media={composer?.model.media ?? 'image'}
          prompted={!composer || composer.layout.prompt !== undefined}
        />
      </section>
    </div>
  );
}

/** A model is always chosen; one that was hidden or removed gives way to another. */
function useChosenModel(): void {
  const models = useModels();
  const providers = useProviders();
  const modelId = useComposerStore((state) => state.form.modelId);
  useEffect(() => {
    if (!models || !providers || models.some((model) => model.id === modelId)) return;
    const model = firstModel(models, providers, getSettings().lastModelId);
    if (model) chooseModel(model);
  }, [models, providers, modelId]);
}

/** Creations dropped on Create's entry in the rail. They wait until a model is chosen. */
function usePendingReferences(model: ListedModel | undefined): void {
  const waiting = useCompose((state) => state.pendingReferences.length > 0);
  useEffect(() => {
    if (model && waiting) void addFromLibrary(model, null, takePendingReferences());
  }, [model, waiting]);
}

/** A recipe sent from the viewer or the queue. It waits until the models are known. */
function usePendingRecipe(): void {
  const models = useModels();
  const pending = useCompose((state) => state.pendingRecipe);
  useEffect(() => {
    if (!models || !pending) return;
    const taken = takePendingRecipe();
    if (!taken) return;
    const { recipe, mode, parents, count } = taken;
    const wanted = models.find((entry) => entry.id === recipe.model && !entry.retired);
    const chosen = models.find((entry) => entry.id === useComposerStore.getState().form.modelId);
    dispatch({ type: 'recipe', recipe, part: mode, model: wanted ?? chosen ?? null, parents, count });
  }, [models, pending]);
}
