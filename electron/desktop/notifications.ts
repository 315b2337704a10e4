import { type BrowserWindow, Notification } from 'electron';
import type { StudioEvents } from '../../shared/contract.ts';
import { describeFailure } from '../../shared/messages/en/failures.ts';
import type { SettingsStore } from '../core/ports.ts';
import { providerName } from '../core/providers/provider-list.ts';

/**
 * Tells a person who is looking elsewhere that something ended, and shows the queue's progress in the taskbar.
 * Never the prompt: a notification can be read by whoever stands behind.
 */
export function createNotifier(deps: {
  readonly window: () => BrowserWindow | undefined;
  readonly settings: SettingsStore;
  readonly open: () => void;
}) {
  let total = 0;

  return {
    jobChanged({ job }: StudioEvents['job.changed']): void {
      const text = textOf(job);
      const inFront = deps.window()?.isFocused() === true;
      if (!text || inFront || !deps.settings.get().notifications || !Notification.isSupported()) return;
      const notification = new Notification({ title: job.modelName, body: text, silent: true });
      notification.on('click', deps.open);
      notification.show();
    },

    queueChanged({ queued, active }: StudioEvents['queue.changed']): void {
      const left = queued + active;
      total = left === 0 ? 0 : Math.max(total, left);
      deps.window()?.setProgressBar(left === 0 ? -1 : Math.max(0.02, (total - left) / total));
    },
  };
}

function textOf(job: StudioEvents['job.changed']['job']): string | null {
  if (job.state === 'done') return job.media === 'video' ? 'Your video is ready.' : 'Your picture is ready.';
  if ((job.state === 'failed' || job.state === 'interrupted') && job.failure) {
    return describeFailure(job.failure, providerName(job.provider)).what;
  }
  return null;
}
