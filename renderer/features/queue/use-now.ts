import { useEffect, useState } from 'react';

/** The time in milliseconds, once a second while `running`. */
export function useNow(running: boolean): number {
  const [ticked, setTicked] = useState(0);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setTicked(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  // What ticked last before a pause is long past: the first second shows the time of its rendering.
  const [startedAt] = useState(() => Date.now());
  return Math.max(ticked, startedAt);
}
