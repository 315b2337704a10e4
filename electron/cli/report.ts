import type { JobView } from '../../shared/domain/job.ts';
import { describeFailure } from '../../shared/messages/en/failures.ts';
import { providerName } from '../core/providers/provider-list.ts';

export type SavedFile = {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly seed: number | null;
};

/** What the command prints: a line that moves while it works, then the files; or JSON lines for programs. */
export function createReport(options: { readonly json: boolean; readonly total: number }) {
  const live = !options.json && process.stderr.isTTY;
  const out = (line: string) => process.stdout.write(`${line}\n`);
  const say = (line: string) => process.stderr.write(`${live ? '\r\u001b[K' : ''}${line}\n`);
  let ended = 0;
  let lastTenth = -1;

  return {
    say(line: string): void {
      if (!options.json) say(line);
    },

    progress(job: JobView, fraction: number | null): void {
      if (options.json) return;
      const percent = fraction === null ? '' : ` ${Math.round(fraction * 100)} %`;
      const line = `${job.modelName}: ${ended + 1} of ${options.total}${percent}`;
      if (live) process.stderr.write(`\r\u001b[K${line}`);
      else if (fraction !== null && Math.floor(fraction * 4) !== lastTenth) {
        lastTenth = Math.floor(fraction * 4);
        say(line);
      }
    },

    done(job: JobView, files: readonly SavedFile[]): void {
      ended += 1;
      lastTenth = -1;
      if (options.json) {
        out(
          JSON.stringify({
            job: job.id,
            state: job.state,
            model: job.modelId,
            prompt: job.recipe.prompt,
            costMicros: job.costMicros,
            note: job.note,
            files,
          }),
        );
        return;
      }
      if (job.note) say(job.note);
      if (live) process.stderr.write('\r\u001b[K');
      for (const file of files) out(file.path);
    },

    failed(job: JobView): void {
      ended += 1;
      const { what, todo, charged } = job.failure
        ? describeFailure(
            job.failure,
            job.failure.code === 'model_gone' ? job.modelName : providerName(job.provider),
          )
        : { what: 'It did not finish.', todo: '', charged: '' };
      if (options.json) {
        out(
          JSON.stringify({
            job: job.id,
            state: job.state,
            model: job.modelId,
            prompt: job.recipe.prompt,
            failure: job.failure,
            message: what,
          }),
        );
        return;
      }
      say(
        [what, job.failure?.detail ? `(${job.failure.detail})` : '', charged, todo].filter(Boolean).join(' '),
      );
    },

    fault(message: string): void {
      if (options.json) out(JSON.stringify({ error: message }));
      else say(message);
    },
  };
}
