import { z } from 'zod';
import { jsonValue, type JsonValue } from '../../../../shared/domain/json.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';

/** A ComfyUI graph in API format, with words in percent signs where values of the request belong. */
const comfyGraph = z.record(
  z.string(),
  z.looseObject({ class_type: z.string(), inputs: z.record(z.string(), jsonValue) }),
);
export type ComfyGraph = z.infer<typeof comfyGraph>;

const placeholders = [
  'prompt',
  'negative',
  'seed',
  'width',
  'height',
  'steps',
  'count',
  'seconds',
  'image',
  'mask',
] as const;
export type Placeholder = (typeof placeholders)[number];

/** @returns in words why it cannot be run */
export function parseWorkflow(text: string | null): Result<ComfyGraph, string> {
  if (!text?.trim()) return err('No workflow is set.');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return err('The workflow is not JSON.');
  }
  if (typeof raw === 'object' && raw !== null && 'nodes' in raw && Array.isArray(raw.nodes)) {
    return err('This is a workflow for the editor. Use "Export (API)" in ComfyUI.');
  }
  const parsed = comfyGraph.safeParse(raw);
  return parsed.success && Object.keys(parsed.data).length > 0
    ? ok(parsed.data)
    : err('This is not a ComfyUI workflow in API format.');
}

/** Which placeholders a graph holds: these are the model's inputs. */
export function placeholdersIn(graph: ComfyGraph): readonly Placeholder[] {
  const text = JSON.stringify(graph);
  return placeholders.filter((name) => text.includes(`%${name}%`));
}

/** Fills the placeholders. One that is a whole value keeps the type of what fills it; unknown ones stay. */
export function bindWorkflow(
  graph: ComfyGraph,
  values: Partial<Record<Placeholder, string | number>>,
): ComfyGraph {
  const lookUp = (name: string) => placeholders.find((known) => known === name);
  const bind = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') {
      const whole = lookUp(/^%(\w+)%$/.exec(value)?.[1] ?? '');
      if (whole) return values[whole] ?? value;
      return value.replaceAll(/%(\w+)%/g, (text, name: string) => {
        const known = lookUp(name);
        return known ? String(values[known] ?? text) : text;
      });
    }
    if (Array.isArray(value)) return value.map(bind);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bind(inner)]));
    }
    return value;
  };
  return Object.fromEntries(
    Object.entries(graph).map(([id, node]) => [
      id,
      {
        ...node,
        inputs: Object.fromEntries(Object.entries(node.inputs).map(([key, value]) => [key, bind(value)])),
      },
    ]),
  );
}
