import { z } from 'zod';
import type { ParameterValues } from '../../../shared/domain/parameter.ts';
import type { ForeignRecipe } from './found-recipe.ts';

/**
 * ComfyUI keeps the graph that made a picture: `prompt` (what ran: nodes by id, with links `[id, output]` as inputs) and
 * `workflow` (what was on screen). There is no field for the prompt; it is found by walking from the sampler to the
 * text it is given.
 */
const node = z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) });
type Node = z.infer<typeof node>;
type Graph = ReadonlyMap<string, Node>;

const maxNodes = 5000;
const maxSteps = 2000;

/** @returns null when neither text is a graph in which a sampler or a text is found */
export function parseComfy(prompt: string | undefined, workflow: string | undefined): ForeignRecipe | null {
  const graph = readGraph(prompt) ?? readWorkflow(workflow);
  if (!graph) return null;
  const sampler = [...graph.values()].find(
    ({ class_type: type, inputs }) => /sampler/i.test(type) && isSampler(inputs),
  );
  const texts = sampler
    ? {
        prompt: textBehind(graph, sampler.inputs['positive'] ?? sampler.inputs['guider']),
        negative: textBehind(graph, sampler.inputs['negative']),
      }
    : { prompt: firstText(graph), negative: '' };
  const parameters = readParameters(graph, sampler);
  if (!sampler && texts.prompt === '') return null;
  const model = firstInput(graph, ['ckpt_name', 'unet_name', 'model_name']);
  return {
    ...texts,
    seed: seedOf(graph, sampler),
    model: typeof model === 'string' ? fileStem(model) : null,
    parameters,
  };
}

function isSampler(inputs: Node['inputs']): boolean {
  return 'positive' in inputs || 'guider' in inputs;
}

function readGraph(text: string | undefined): Graph | null {
  const raw = readJson(text);
  if (typeof raw !== 'object' || raw === null) return null;
  const graph = new Map<string, Node>();
  for (const [id, value] of Object.entries(raw).slice(0, maxNodes)) {
    const parsed = node.safeParse(value);
    if (parsed.success) graph.set(id, parsed.data);
  }
  return graph.size > 0 ? graph : null;
}

const drawn = z.object({
  nodes: z.array(
    z.object({
      id: z.union([z.number(), z.string()]),
      type: z.string(),
      widgets_values: z.array(z.unknown()).optional().catch(undefined),
      inputs: z
        .array(z.object({ name: z.string(), link: z.number().nullish() }))
        .optional()
        .catch(undefined),
    }),
  ),
  links: z.array(z.unknown()),
});
const link = z.tuple([z.number(), z.union([z.number(), z.string()])]).rest(z.unknown());

/** Values of a drawn node have no names; these are the ones of ComfyUI's own nodes. */
const widgets: Readonly<Record<string, readonly string[]>> = {
  CLIPTextEncode: ['text'],
  CheckpointLoaderSimple: ['ckpt_name'],
  UNETLoader: ['unet_name'],
  KSampler: ['seed', '', 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
  RandomNoise: ['noise_seed'],
};

function readWorkflow(text: string | undefined): Graph | null {
  const parsed = drawn.safeParse(readJson(text));
  if (!parsed.success) return null;
  const sources = new Map<number, string>();
  for (const raw of parsed.data.links) {
    const entry = link.safeParse(raw);
    if (entry.success) sources.set(entry.data[0], String(entry.data[1]));
  }
  const graph = new Map<string, Node>();
  for (const { id, type, widgets_values: values = [], inputs = [] } of parsed.data.nodes.slice(0, maxNodes)) {
    const named = (widgets[type] ?? []).map((name, place) => [name, values[place]] as const);
    const linked = inputs.flatMap(({ name, link: from }) => {
      const source = from === null || from === undefined ? undefined : sources.get(from);
      return source === undefined ? [] : [[name, [source, 0]] as const];
    });
    graph.set(String(id), { class_type: type, inputs: Object.fromEntries([...named, ...linked]) });
  }
  return graph.size > 0 ? graph : null;
}

/** Strings whole, so that nothing inside them is taken for a number; an unclosed one reaches to the end. */
const stringOrNotJson = /"(?:[^"\\]+|\\[^])*(?:"|$)|-?\b(?:NaN|Infinity)\b/g;

/** ComfyUI's JSON may hold `NaN`, which is not JSON. */
function readJson(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    if (!/NaN|Infinity/.test(text)) return null;
  }
  try {
    return JSON.parse(text.replace(stringOrNotJson, (found) => (found.startsWith('"') ? found : 'null')));
  } catch {
    return null;
  }
}

const textInputs = ['text', 'text_g', 'clip_l', 't5xxl', 'string', 'value', 'prompt'];

/** Walks against the links from an input until a node holds a text. */
function textBehind(graph: Graph, from: unknown): string {
  const waiting: unknown[] = [from];
  const seen = new Set<string>();
  for (let step = 0; step < maxSteps && waiting.length > 0; step += 1) {
    const target = waiting.shift();
    const id = Array.isArray(target) ? String(target[0]) : null;
    const found = id === null || seen.has(id) ? undefined : graph.get(id);
    if (id === null || !found) continue;
    seen.add(id);
    for (const name of textInputs) {
      const text = found.inputs[name];
      if (typeof text === 'string' && text.trim() !== '') return text;
    }
    waiting.push(...Object.values(found.inputs).filter((input) => Array.isArray(input)));
  }
  return '';
}

function firstText(graph: Graph): string {
  for (const { class_type: type, inputs } of graph.values()) {
    const text = inputs['text'];
    if (/text|prompt/i.test(type) && typeof text === 'string' && text.trim() !== '') return text;
  }
  return '';
}

function firstInput(graph: Graph, names: readonly string[]): unknown {
  for (const { inputs } of graph.values()) {
    for (const name of names) {
      const value = inputs[name];
      if (value !== undefined && !Array.isArray(value)) return value;
    }
  }
  return undefined;
}

function seedOf(graph: Graph, sampler: Node | undefined): number | null {
  for (const value of [
    sampler?.inputs['seed'],
    sampler?.inputs['noise_seed'],
    firstInput(graph, ['noise_seed', 'seed']),
  ]) {
    if (typeof value === 'number') return value;
  }
  return null;
}

const parameterNames: Readonly<Record<string, readonly string[]>> = {
  steps: ['steps'],
  cfg_scale: ['cfg', 'guidance'],
  sampler: ['sampler_name'],
  scheduler: ['scheduler'],
  denoising_strength: ['denoise'],
};

function readParameters(graph: Graph, sampler: Node | undefined): ParameterValues {
  const values: Record<string, string | number> = {};
  for (const [key, names] of Object.entries(parameterNames)) {
    const own = names
      .map((name) => sampler?.inputs[name])
      .find((value) => value !== undefined && !Array.isArray(value));
    const value = own ?? firstInput(graph, names);
    if (typeof value === 'string' || typeof value === 'number') values[key] = value;
  }
  return values;
}

/** `folder/model.safetensors` → `model`. */
function fileStem(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return name.replace(/\.(?:safetensors|ckpt|pt|pth|gguf|bin)$/i, '');
}
