import type { ContentCredentials } from '../../../shared/domain/credentials.ts';
import { credentials as words } from '../../../shared/messages/en/credentials.ts';

type State = keyof typeof words.states;

/** The one thing to say about signature and file together; the worse one counts. */
export function stateOf({ signature, file }: ContentCredentials): State {
  if (signature !== 'intact') return signature;
  if (file === 'changed') return 'changed';
  return file === 'unchecked' ? 'intactOnly' : 'intact';
}

/** `Signed by OpenAI · made with AI · signature intact`. */
export function summaryOf(credentials: ContentCredentials): string {
  const { signer, source } = credentials;
  return [
    signer ? words.signedBy(signer.name) : words.unsigned,
    ...(source === null ? [] : [words.sources[source]]),
    words.states[stateOf(credentials)],
  ].join(' · ');
}

/** A step in words; one of an unknown kind as it is called. */
export function stepOf({ kind, software }: ContentCredentials['actions'][number]): string {
  const known: Readonly<Record<string, string>> = words.actions;
  const step = (Object.hasOwn(known, kind) ? known[kind] : undefined) ?? kind;
  return software === null ? step : words.step(step, software);
}
