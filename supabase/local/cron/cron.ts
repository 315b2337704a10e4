import { Cron } from 'croner';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { sendQueuedRequests } from './http-queue.ts';

const jobRow = z.object({
  jobid: z.string(),
  jobname: z.string().nullable(),
  schedule: z.string(),
  command: z.string(),
});
type Job = z.output<typeof jobRow>;
const MINUTE_MS = 60_000;
const TICK_MS = 1_000;

/**
 * Runs what `cron.schedule` scheduled, each minute by UTC as pg_cron does, and sends what pg_net queued. One thing after
 * the other: a minute that took longer than a minute is followed at once by the next, and none is run twice.
 */
export function startCron(
  database: Database,
  now: () => number,
  say: (sentence: string) => void,
): { stop(): Promise<void> } {
  let minute = Math.floor(now() / MINUTE_MS);
  let working: Promise<void> | undefined;
  const tick = async (): Promise<void> => {
    const current = Math.floor(now() / MINUTE_MS);
    if (current !== minute) {
      minute = current;
      await runDueJobs(database, current * MINUTE_MS, say);
    }
    await sendQueuedRequests(database);
  };
  const timer = setInterval(() => {
    working ??= tick()
      .catch((error: unknown) => say(`cron: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => (working = undefined));
  }, TICK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await working;
    },
  };
}

/**
 * Runs the active jobs whose schedule names this minute, and notes how each went in `cron.job_run_details`.
 * @param minuteMs the beginning of a minute
 */
export async function runDueJobs(
  database: Database,
  minuteMs: number,
  say: (sentence: string) => void,
): Promise<void> {
  const { rows } = await database.query(
    'select jobid, jobname, schedule, command from cron.job where active order by jobid',
  );
  for (const job of z.array(jobRow).parse(rows)) {
    if (isDue(job, minuteMs, say)) await runJob(database, job, say);
  }
}

function isDue({ jobname, schedule }: Job, minuteMs: number, say: (sentence: string) => void): boolean {
  if (!/^[\d*/,\- ]+$/.test(schedule) || schedule.trim().split(/\s+/).length !== 5) {
    say(`cron: the embedded cloud does not run the schedule "${schedule}" of ${jobname ?? 'a job'}.`);
    return false;
  }
  const pattern = new Cron(schedule, { paused: true, timezone: 'UTC' });
  return pattern.nextRun(new Date(minuteMs - 1_000))?.getTime() === minuteMs;
}

async function runJob(
  database: Database,
  { jobid, jobname, command }: Job,
  say: (sentence: string) => void,
): Promise<void> {
  let problem: string | null = null;
  const began = await database.query('select clock_timestamp() as began');
  try {
    await database.exec(command);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
    say(`cron: ${jobname ?? jobid} failed: ${problem}`);
  }
  await database.query(
    `insert into cron.job_run_details (jobid, command, status, return_message, start_time, end_time)
     values ($1, $2, $3, $4, $5, clock_timestamp())`,
    [jobid, command, problem === null ? 'succeeded' : 'failed', problem, began.rows[0]?.['began']],
  );
}
