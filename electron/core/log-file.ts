import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { trimDetail } from '../../shared/domain/failure.ts';
import type { Log } from './ports.ts';

const maxBytes = 2 * 1024 * 1024;

/** One JSON object a line in `studio.log`; the previous file is kept when it grows past 2 MiB. */
export function createLogFile(folder: string, now: () => number): Log {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'studio.log');
  const write = (entry: Record<string, unknown>) => {
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxBytes)
        renameSync(path, join(folder, 'studio.1.log'));
      appendFileSync(path, `${JSON.stringify({ at: new Date(now()).toISOString(), ...entry })}\n`);
    } catch {
      // A full disk must not turn every message into another failure.
    }
  };
  return {
    info: (message, fields = {}) => write({ level: 'info', message, ...fields }),
    error(message, cause) {
      const logId = randomBytes(4).toString('hex');
      const error = cause instanceof Error ? cause : new Error(String(cause));
      write({
        level: 'error',
        logId,
        message,
        error: trimDetail(error.message),
        stack: error.stack?.split('\n').slice(1, 8),
      });
      return logId;
    },
  };
}
