import { type App, dialog } from 'electron';

/**
 * Asks before quitting throws money away: a provider without jobs to look up answers with the picture itself, and
 * nobody can fetch it later. Everything else is taken up again at the next start and needs no question.
 */
export function guardQuit(deps: {
  readonly app: App;
  /** Jobs that would be paid for and lost. */
  readonly atStake: () => number;
  /** Shows the window again for a person who stays. */
  readonly stay: () => void;
}): void {
  let agreed = false;
  deps.app.on('before-quit', (event) => {
    const jobs = agreed ? 0 : deps.atStake();
    if (jobs === 0) return;
    event.preventDefault();
    void ask(jobs).then((leave) => {
      if (!leave) {
        deps.stay();
        return;
      }
      agreed = true;
      deps.app.quit();
    });
  });
}

async function ask(jobs: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    buttons: ['Keep working', 'Quit anyway'],
    defaultId: 0,
    cancelId: 0,
    message: jobs === 1 ? 'A picture is still being made.' : `${jobs} pictures are still being made.`,
    detail: 'The provider answers only once. If the studio quits now, you may pay for what you do not get.',
  });
  return response === 1;
}
