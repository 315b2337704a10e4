/**
 * Looks over a ComfyUI workflow before it is sent: an object in API format with a place for the prompt.
 * Returns null when nothing is wrong with it.
 */
export function checkWorkflow(source: string): 'not-json' | 'no-prompt' | null {
  try {
    const graph: unknown = JSON.parse(source);
    if (typeof graph !== 'object' || graph === null || Array.isArray(graph)) return 'not-json';
  } catch {
    return 'not-json';
  }
  return source.includes('%prompt%') ? null : 'no-prompt';
}
