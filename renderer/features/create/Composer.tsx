import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import styles from './Composer.module.css';
import { Descent } from './Descent.tsx';
import { Expansions } from './Expansions.tsx';
import { GenerateBar } from './GenerateBar.tsx';
import { MaskPainter } from './mask/MaskPainter.tsx';
import { ModelPicker } from './ModelPicker.tsx';
import { OutputFields } from './OutputFields.tsx';
import { ParameterField } from './ParameterField.tsx';
import { PromptField } from './PromptField.tsx';
import { References } from './References.tsx';
import { promptLimit } from './requests.ts';
import { RetirementNote } from './RetirementNote.tsx';
import { dispatch } from './store.ts';
import { useReferenceDrop } from './use-reference-drop.ts';
import type { Composer as ComposerView } from './use-composer.ts';
import { problemWords } from './words.ts';

const words = text.create;

export function Composer({ composer }: { readonly composer: ComposerView }) {
  const { form, model, layout, checked } = composer;
  const drop = useReferenceDrop(model, layout.files.length > 0);
  const valueProblems = new Map(
    checked.problems.flatMap((problem) =>
      problem.kind === 'value' ? [[problem.of.key, problemWords(problem, String)] as const] : [],
    ),
  );
  const negativeProblem = checked.problems.find((problem) => problem.kind === 'negative-length');
  return (
    <div className={styles.composer} {...drop.handlers}>
      <div className={styles.body}>
        <ModelPicker model={model} provider={composer.provider} />
        <RetirementNote model={model} />
        <Descent form={form} />
        {layout.prompt ? <PromptField composer={composer} /> : null}
        <Expansions prompts={checked.prompts} count={checked.expansions} />
        {layout.negative ? (
          <TextArea
            label={words.negative}
            placeholder={words.negativePlaceholder}
            rows={1}
            value={form.negative}
            onChange={(event) => dispatch({ type: 'edit', change: { negative: event.target.value } })}
            error={negativeProblem ? problemWords(negativeProblem, String) : undefined}
            maxLength={promptLimit(model, 'negative') * 2}
          />
        ) : null}
        {layout.files.length > 0 || form.files.length > 0 ? <References composer={composer} /> : null}
        {layout.main.map((entry) => (
          <ParameterField
            key={`${model.id} ${entry.key}`}
            entry={entry}
            value={form.values[entry.key]}
            error={valueProblems.get(entry.key)}
          />
        ))}
        <OutputFields composer={composer} />
        {layout.advanced.length > 0 ? (
          <Disclosure label={words.more} detail={layout.advanced.length}>
            <div className={styles.advanced}>
              {layout.advanced.map((entry) => (
                <ParameterField
                  key={`${model.id} ${entry.key}`}
                  entry={entry}
                  value={form.values[entry.key]}
                  error={valueProblems.get(entry.key)}
                />
              ))}
              <div>
                <Button
                  size="small"
                  variant="ghost"
                  onClick={() => dispatch({ type: 'reset-values', model })}
                >
                  {words.reset}
                </Button>
              </div>
            </div>
          </Disclosure>
        ) : null}
      </div>
      <GenerateBar composer={composer} />
      <MaskPainter composer={composer} />
      {drop.over ? (
        <div className={styles.dropping} aria-hidden="true">
          {words.drop}
        </div>
      ) : null}
    </div>
  );
}
