import { useCallback, useEffect, useState } from 'react';
import { isCancelled } from '../../bridge/client.ts';

/**
 * An answer of the core that is asked for when the page opens and again on demand.
 * @param ask outside the component, or stable otherwise
 * @returns null until the first answer; the old answer stays while a new one is on its way
 */
export function useAnswer<T>(
  ask: (signal: AbortSignal) => Promise<T>,
): readonly [answer: T | null, askAgain: () => void] {
  const [answered, setAnswered] = useState<{ readonly turn: number; readonly answer: T } | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const replaced = new AbortController();
    const load = async () => {
      try {
        setAnswered({ turn, answer: await ask(replaced.signal) });
      } catch (error) {
        if (!isCancelled(error)) throw error;
      }
    };
    void load();
    return () => replaced.abort();
  }, [ask, turn]);
  const askAgain = useCallback(() => setTurn((before) => before + 1), []);
  return [answered?.answer ?? null, askAgain];
}
