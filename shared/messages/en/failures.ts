import type { Charged, Failure, FailureCode } from '../../domain/failure.ts';

/** One sentence that says what happened, one that says what to do. `name` is the provider's or model's name. */
export const failureText: Record<
  FailureCode,
  (failed: Failure, name: string) => { what: string; todo: string }
> = {
  auth: (_, name) => ({
    what: `${name} did not accept the key.`,
    todo: 'Check or replace the key in Settings.',
  }),
  no_credit: (_, name) => ({
    what: `The account at ${name} has no credit left.`,
    todo: `Add credit at ${name}, then retry.`,
  }),
  rate_limited: (failed, name) => ({
    what: `${name} asks for fewer requests for now.`,
    todo: failed.retryAfterMs
      ? `It is tried again in about ${Math.ceil(failed.retryAfterMs / 1000)} s.`
      : 'It is tried again in a moment.',
  }),
  safety_refused: (_, name) => ({
    what: `${name}'s safety system refused this prompt or picture.`,
    todo: 'Change the prompt and try again.',
  }),
  invalid_input: (failed, name) => ({
    what: failed.fields?.length
      ? `${name} does not accept these inputs: ${failed.fields.join(', ')}.`
      : `${name} does not accept these inputs.`,
    todo: 'Open it in Create and change them.',
  }),
  model_gone: (failed, name) => ({
    what: `${name} no longer exists.`,
    todo: failed.successor ? `Use ${failed.successor} instead.` : 'Choose another model.',
  }),
  network: (failed, name) => ({
    what: `${name} could not be reached.`,
    todo: willRetry(failed)
      ? 'Check the connection; it is tried again by itself.'
      : 'Check the connection, then try again.',
  }),
  outcome_unknown: (_, name) => ({
    what: `The connection to ${name} was lost before it answered, so nobody can tell whether it made the picture.`,
    todo: 'Look at your usage there, then decide whether to try again.',
  }),
  cancelled: () => ({ what: 'You cancelled it.', todo: 'Retry starts it again.' }),
  timed_out: (_, name) => ({ what: `${name} took too long and was given up.`, todo: 'Try again later.' }),
  provider_error: (_, name) => ({
    what: `${name} reported an error.`,
    todo: 'Try again, or choose another model.',
  }),
  bad_output: (_, name) => ({
    what: `${name} sent something that is not a picture or a video that can be kept.`,
    todo: 'Try again, or choose another model.',
  }),
  server_down: (failed, name) => ({
    what: `${name} is not answering.`,
    todo: willRetry(failed)
      ? 'It is tried again by itself. For a local server: check that it is running.'
      : 'Try again later. For a local server: check that it is running.',
  }),
  not_configured: (_, name) => ({ what: `${name} has no key or address yet.`, todo: 'Add it in Settings.' }),
  disk: () => ({
    what: 'The file could not be written to the library.',
    todo: 'Free some space or check the folder, then retry.',
  }),
};

/** Only a job that waits to be tried again by itself says when. */
function willRetry(failed: Failure): boolean {
  return failed.retryAfterMs !== undefined;
}

const chargedText: Record<Charged, string> = {
  no: 'Not charged.',
  yes: 'The provider charged for it.',
  unknown: 'It may have been charged.',
};

export function describeFailure(
  failed: Failure,
  name: string,
): { what: string; todo: string; charged: string } {
  return { ...failureText[failed.code](failed, name), charged: chargedText[failed.charged] };
}
