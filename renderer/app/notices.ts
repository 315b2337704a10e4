import { create } from 'zustand';
import type { Notice } from '../../shared/contract.ts';
import { request, subscribe } from '../bridge/client.ts';
import { toast } from '../ui/toasts.ts';

/** What the core has to say by itself: news pass by as toasts, warnings and errors stay until they are read. */
export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

function show(notice: Notice): void {
  if (notice.kind === 'info') {
    toast({ text: notice.text });
    return;
  }
  useNotices.setState(({ notices }) => ({
    notices: [...notices.filter((entry) => entry.id !== notice.id), notice],
  }));
}

export function dismissNotice(id: string): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((entry) => entry.id !== id) }));
}

/** Shows what went wrong before the window was there, then whatever follows. */
export async function followNotices(): Promise<void> {
  subscribe('app.notice', show);
  const { notices } = await request('app.info', {});
  for (const notice of notices) show(notice);
}
