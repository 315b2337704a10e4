import { useState } from 'react';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { confirm } from '../../ui/confirm.ts';
import { toast } from '../../ui/toasts.ts';
import { KeyForm } from './KeyForm.tsx';
import styles from './ProvidersSection.module.css';
import { useTask } from './use-task.ts';

const words = text.settings;

type TestResult = { readonly works: boolean; readonly text: string };

/** The key of a provider: entered, or set, and then tested, replaced or removed. */
export function KeyProvider({ provider }: { readonly provider: ProviderStatus }) {
  const [replacing, setReplacing] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);
  const [testing, runTest] = useTask();

  const test = () =>
    runTest(async () => {
      setResult(null);
      setResult(await testKey(provider));
    });
  const onStored = () => {
    setReplacing(false);
    toast({ kind: 'success', text: words.keySaved(provider.name) });
    test();
  };

  return (
    <>
      {provider.keyStorage === null || replacing ? (
        <KeyForm
          provider={provider}
          onStored={onStored}
          onCancel={replacing ? () => setReplacing(false) : undefined}
        />
      ) : (
        <div className={styles.line}>
          <div className={styles.words}>
            <p>{words.keyEnding(provider.keyHint ?? '')}</p>
            <p className={styles.detail}>{words.keyPlace(provider.keyStorage)}</p>
          </div>
          <Button loading={testing} onClick={test}>
            {words.testKey}
          </Button>
          {provider.keyStorage === 'environment' ? null : (
            <>
              <Button onClick={() => setReplacing(true)}>{words.replaceKey}</Button>
              <Button
                variant="ghost"
                onClick={() => {
                  setResult(null);
                  void removeKey(provider);
                }}
              >
                {words.removeKey}
              </Button>
            </>
          )}
        </div>
      )}
      <div role="status">
        {result ? <p className={result.works ? styles.good : styles.bad}>{result.text}</p> : null}
      </div>
    </>
  );
}

async function testKey({ id, name }: ProviderStatus): Promise<TestResult> {
  const answer = await request('providers.testKey', { provider: id });
  if (answer.ok) return { works: true, text: words.keyWorks(answer.value.account) };
  const { what, todo } = describeFailure(answer.error, name);
  return { works: false, text: `${what} ${todo}` };
}

async function removeKey({ id, name }: ProviderStatus): Promise<void> {
  const confirmed = await confirm({
    title: words.removeKeyTitle(name),
    description: words.removeKeyText,
    confirmLabel: words.removeKey,
    danger: true,
  });
  if (confirmed) await request('providers.removeKey', { provider: id });
}
