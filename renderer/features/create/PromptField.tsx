import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { text } from '../../app/messages.ts';
import { useSettings } from '../../app/settings.ts';
import { useAction } from '../../app/shortcuts.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import { addFiles } from './add-references.ts';
import { type HistoryPlace, stepHistory } from './prompt-history.ts';
import { promptLimit } from './requests.ts';
import { dispatch } from './store.ts';
import type { Composer } from './use-composer.ts';
import { problemWords } from './words.ts';

const words = text.create;

export function PromptField({ composer }: { readonly composer: Composer }) {
  const { form, model, layout, checked, tried } = composer;
  const field = useRef<HTMLTextAreaElement>(null);
  const history = useSettings((settings) => settings.promptHistory);
  const place = useRef<HistoryPlace | null>(null);

  useAction({
    id: 'create.focus-prompt',
    label: words.focusPrompt,
    keys: 'Mod+L',
    run: () => field.current?.focus(),
  });
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const step = stepHistory(history, place.current, form.prompt, event.key === 'ArrowUp' ? 1 : -1);
    if (!step) return;
    place.current = step.place;
    dispatch({ type: 'edit', change: { prompt: step.text } });
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || layout.files.length === 0) return;
    event.preventDefault();
    void addFiles(model, null, files);
  };

  const max = promptLimit(model, 'prompt');
  const isNearLimit = form.prompt.length > max * 0.8;
  const problem = checked.problems.find(
    (entry) =>
      entry.kind === 'prompt-length' || entry.kind === 'too-many' || (entry.kind === 'no-prompt' && tried),
  );
  const emptied = problem?.kind === 'no-prompt' && form.prompt.trim() !== '';
  const error = emptied ? words.problem.emptyExpansion : problem && problemWords(problem, String);
  return (
    <TextArea
      ref={field}
      label={layout.prompt?.title ?? words.prompt}
      placeholder={model.media === 'video' ? words.videoPlaceholder : words.promptPlaceholder}
      rows={5}
      value={form.prompt}
      onChange={(event) => {
        place.current = null;
        dispatch({ type: 'edit', change: { prompt: event.target.value } });
      }}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      spellCheck
      hint={isNearLimit ? words.counter(form.prompt.length, max) : words.historyHint}
      error={error}
    />
  );
}
