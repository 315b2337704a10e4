import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import type { Outcome, Provider, Submission } from '../providers/provider.ts';

const picture = await png();
const outcome: Outcome = { outputs: [{ source: { kind: 'bytes', bytes: picture } }], costMicros: 9000 };

/** What a provider does with a submission, and what the studio hears of it. */
type Happening =
  | 'makes it'
  | 'takes it on'
  | 'makes it, the answer is lost'
  | 'makes it, nothing is heard until a crash'
  | 'never hears of it'
  | 'is busy'
  | 'refuses';
const happenings: readonly Happening[] = [
  'makes it',
  'takes it on',
  'makes it, the answer is lost',
  'makes it, nothing is heard until a crash',
  'never hears of it',
  'is busy',
  'refuses',
];

/** A provider that bills, and lives on while the studio crashes and starts again. */
function createBilling(script: readonly Happening[], canFind: boolean) {
  const billed = new Map<string, string>();
  let turn = 0;
  const submit = async (prompt: string, key: string): Promise<Result<Submission, Failure> | 'silence'> => {
    const happens = script[turn++] ?? 'makes it';
    const bill = () => billed.set(`${prompt} ${billed.size}`, key);
    switch (happens) {
      case 'makes it':
        bill();
        return ok({ kind: 'finished', outcome });
      case 'takes it on':
        bill();
        return ok({ kind: 'accepted', remoteId: key });
      case 'makes it, the answer is lost':
        bill();
        return err(fail('outcome_unknown', 'unknown'));
      case 'makes it, nothing is heard until a crash':
        bill();
        return 'silence';
      case 'never hears of it':
        return err(fail('network', 'no'));
      case 'is busy':
        return err(fail('rate_limited', 'no', { retryAfterMs: 1000 }));
      case 'refuses':
        return err(fail('safety_refused', 'no'));
    }
  };
  const provider: Partial<Provider> = {
    submit: async (request, { signal }) => {
      const answer = await submit(request.prompt, request.key);
      if (answer !== 'silence') return answer;
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve(err(fail('cancelled', 'unknown')))),
      );
    },
    follow: async () => ok(outcome),
    ...(canFind ? { find: async ({ key }) => ok([...billed.values()].includes(key) ? key : null) } : {}),
  };
  return { provider, bills: () => billed.size };
}

test.each([true, false])(
  'whatever the provider does and whenever the studio crashes, nothing is paid twice (can be looked up: %s)',
  async (canFind) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...happenings), { minLength: 1, maxLength: 6 }),
        async (script) => {
          const folder = tempFolder();
          const { provider, bills } = createBilling(script, canFind);
          let id = 0;
          // Every start is a crash of the one before: the database is all that it has.
          for (let start = 0; start < 8; start += 1) {
            const rig = await createQueueRig(folder, scriptedProvider(picture, provider));
            id ||= await rig.enqueue('once');
            rig.queue.start();
            const quiet = () => {
              const job = rig.queue.get(id);
              return job?.state === 'submitting' || job?.state === 'queued' || job?.finishedAt !== null;
            };
            await rig.until(() => quiet() && rig.queue.get(id)?.state !== 'running');
            for (let passed = 0; passed < 3; passed += 1) rig.clock.advance(60_000);
            await rig.close();
          }
          const last = await createQueueRig(folder, scriptedProvider(picture, provider));
          const job = last.queue.get(id);
          expect(bills()).toBeLessThanOrEqual(1);
          if (job?.state === 'done') expect([bills(), job.creationIds.length]).toEqual([1, 1]);
          // Nothing is said to be free that was billed.
          if (job?.failure?.charged === 'no') expect(bills()).toBe(0);
          await last.close();
        },
      ),
      { numRuns: 25 },
    );
  },
  120_000,
);
