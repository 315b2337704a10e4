import { navigate } from 'wouter/use-hash-location';
import type { SimilarTo } from '../library/similar.ts';
import { showSimilar } from '../library/store.ts';

/** To the grid, which shows what is like a creation. */
export function leaveForSimilar(similarTo: SimilarTo): void {
  showSimilar(similarTo);
  navigate('/library');
}
