import { useState, type SubmitEvent } from 'react';
import type { RouteOutput } from '../../../shared/contract.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './ProvidersSection.module.css';
import { useTask } from './use-task.ts';
import { checkWorkflow } from './workflow.ts';
import { WorkflowField } from './WorkflowField.tsx';

const words = text.settings;

type Found = Extract<RouteOutput<'providers.detectServer'>, { ok: true }>['value'];

type LocalServerFormProps = {
  readonly initialAddress: string;
  readonly providerName: string;
  readonly onSaved: () => void;
  readonly onCancel?: (() => void) | undefined;
};

/** Address → what answers there → saved. ComfyUI also needs the workflow to run. */
export function LocalServerForm({ initialAddress, providerName, onSaved, onCancel }: LocalServerFormProps) {
  const [address, setAddress] = useState(initialAddress);
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<string>();
  const [workflow, setWorkflow] = useState('');
  const [workflowProblem, setWorkflowProblem] = useState<string>();
  const [detecting, runDetect] = useTask();
  const [saving, runSave] = useTask();

  const detect = () =>
    runDetect(async () => {
      setFound(null);
      setProblem(undefined);
      const answer = await request('providers.detectServer', { address });
      if (answer.ok) setFound(answer.value);
      else setProblem(sentenceOf(describeFailure(answer.error, providerName)));
    });
  const save = (server: Found) => {
    const isComfy = server.kind === 'comfyui';
    const flaw = isComfy ? checkWorkflow(workflow) : null;
    setWorkflowProblem(flaw === null ? undefined : workflowProblems[flaw]);
    if (flaw !== null) return;
    runSave(async () => {
      const answer = await request('providers.setServer', {
        address: server.address,
        kind: server.kind,
        workflow: isComfy ? workflow : null,
      });
      if (answer.ok) onSaved();
      else setProblem(sentenceOf(describeFailure(answer.error, providerName)));
    });
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (found) save(found);
    else if (address.trim() !== '') detect();
  };

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <div className={styles.inline}>
        <TextField
          label={words.address}
          placeholder={words.addressPlaceholder}
          hint={words.addressHint}
          error={problem}
          inputMode="url"
          maxLength={500}
          value={address}
          onChange={(event) => {
            setAddress(event.target.value);
            setFound(null);
          }}
        />
        <Button
          className={styles.besideField}
          loading={detecting}
          disabled={address.trim() === ''}
          onClick={detect}
        >
          {words.detect}
        </Button>
      </div>
      <div role="status">
        {found ? <p className={styles.good}>{words.detected(found.kind, found.models)}</p> : null}
      </div>
      {found?.kind === 'comfyui' ? (
        <WorkflowField value={workflow} onChange={setWorkflow} error={workflowProblem} />
      ) : null}
      <div className={styles.buttons}>
        {found ? (
          <Button type="submit" variant="primary" loading={saving}>
            {words.saveServer}
          </Button>
        ) : null}
        {onCancel ? (
          <Button variant="ghost" onClick={onCancel}>
            {text.ui.cancel}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

const workflowProblems = {
  'not-json': words.workflowNotJson,
  'no-prompt': words.workflowNoPrompt,
} as const;

function sentenceOf({ what, todo }: { readonly what: string; readonly todo: string }): string {
  return `${what} ${todo}`;
}
