import type { Database } from 'better-sqlite3';
import type { Charged } from '../../../shared/domain/failure.ts';
import type { JobId } from '../../../shared/domain/job.ts';
import type { MicroUsd } from '../../../shared/domain/money.ts';
import { providerId, type ProviderId } from '../../../shared/domain/provider.ts';
import type { ProviderSpend } from '../../../shared/domain/spend.ts';

export type NewCharge = {
  readonly submitKey: string;
  readonly jobId: JobId;
  readonly provider: ProviderId;
  /** When it was sent, ms since the epoch: the month it counts in. */
  readonly at: number;
  /** Null: the price is not known. */
  readonly estimatedMicros: MicroUsd | null;
};

/**
 * All SQL over `charge`: one row for every submission that may cost money, written in the transaction that claims
 * the job. A job that is tried three times and billed twice has two rows.
 */
export function createLedger(db: Database) {
  const open = db.prepare(`
    INSERT OR IGNORE INTO charge(submit_key, job_id, provider, at, outcome, estimated_micros)
    VALUES (@submitKey, @jobId, @provider, @at, 'pending', @estimatedMicros)`);
  const close = db.prepare('UPDATE charge SET outcome = ?, actual_micros = ? WHERE submit_key = ?');
  const drop = db.prepare('DELETE FROM charge WHERE submit_key = ?');
  const sums = db.prepare<[number, number], Record<string, number | string>>(`
    SELECT provider, count(*) AS jobs, sum(outcome = 'pending') AS inFlight,
      coalesce(sum(estimated_micros), 0) AS estimatedMicros,
      coalesce(sum(coalesce(actual_micros, estimated_micros)), 0) AS spentMicros,
      coalesce(sum(CASE outcome WHEN 'pending' THEN estimated_micros END), 0) AS inFlightMicros,
      sum(actual_micros IS NULL AND estimated_micros IS NULL) AS unknownPrices,
      sum(outcome = 'unknown') AS unknownOutcomes
    FROM charge WHERE at >= ? AND at < ? GROUP BY provider ORDER BY provider`);
  const oldest = db.prepare<[], number | null>('SELECT min(at) FROM charge').pluck();

  return {
    /** Before the provider hears of it. A submission that is only fetched again has its row already. */
    open(charge: NewCharge): void {
      open.run(charge);
    },

    /** @param actualMicros what it really cost, where the provider told it */
    close(submitKey: string, charged: Charged, actualMicros: MicroUsd | null): void {
      if (charged === 'no') drop.run(submitKey);
      else close.run(charged, actualMicros, submitKey);
    },

    /** Sums over submissions made from `from` up to, not including, `to`; ms since the epoch. */
    between(from: number, to: number): readonly ProviderSpend[] {
      return sums.all(from, to).map((row) => ({
        provider: providerId.parse(row['provider']),
        jobs: Number(row['jobs']),
        inFlight: Number(row['inFlight']),
        estimatedMicros: Number(row['estimatedMicros']),
        spentMicros: Number(row['spentMicros']),
        inFlightMicros: Number(row['inFlightMicros']),
        unknownPrices: Number(row['unknownPrices']),
        unknownOutcomes: Number(row['unknownOutcomes']),
      }));
    },

    /** When the first submission that may have cost money was made; null: never. */
    oldest(): number | null {
      return oldest.get() ?? null;
    },
  };
}
export type Ledger = ReturnType<typeof createLedger>;
