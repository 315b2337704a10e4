import { navigate } from 'wouter/use-hash-location';

/** Shows the whole family of a creation. */
export function openLineage(id: number): void {
  navigate(`/library/${id}/lineage`);
}
