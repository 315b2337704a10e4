import { useState } from 'react';

/**
 * Runs one task at a time and tells whether it is running. What a task throws is a bug and goes on to the window's
 * own handler.
 */
export function useTask(): readonly [running: boolean, run: (task: () => Promise<void>) => void] {
  const [running, setRunning] = useState(false);
  const run = (task: () => Promise<void>) => {
    if (running) return;
    setRunning(true);
    void task().finally(() => setRunning(false));
  };
  return [running, run];
}
