import { isCarriedApart, type Parameter } from '../../../shared/domain/parameter.ts';
import { formatSeconds } from '../../../shared/format.ts';

/**
 * How a model's parameters become a form. Nothing here knows a model by name: the layout follows roles and kinds.
 */

export type FileParameter = Extract<Parameter, { kind: 'file' }>;
export type ChoiceParameter = Extract<Parameter, { kind: 'choice' }>;
type NumberParameter = Extract<Parameter, { kind: 'number' }>;
export type ValueParameter = Exclude<Parameter, { kind: 'file' }>;

export type ParameterForm = {
  readonly prompt: Parameter | undefined;
  readonly negative: Parameter | undefined;
  readonly seed: Parameter | undefined;
  readonly count: Parameter | undefined;
  readonly files: readonly FileParameter[];
  /** Shown at once, in the model's order. */
  readonly main: readonly ValueParameter[];
  /** Folded away until asked for. */
  readonly advanced: readonly ValueParameter[];
};

export function layOutForm(parameters: readonly Parameter[]): ParameterForm {
  const byRole = (role: Parameter['role']) => parameters.find((entry) => entry.role === role);
  const values = parameters
    .filter((entry) => entry.kind !== 'file')
    .filter((entry) => !isCarriedApart(entry));
  return {
    prompt: byRole('prompt'),
    negative: byRole('negative'),
    seed: byRole('seed'),
    count: byRole('count'),
    files: parameters.filter((entry) => entry.kind === 'file'),
    main: values.filter((entry) => entry.advanced !== true),
    advanced: values.filter((entry) => entry.advanced === true),
  };
}

/** How many files a parameter takes. */
export function fileLimit(entry: FileParameter): number {
  return entry.multiple ? (entry.max ?? 16) : 1;
}

/** Whether a file of this type may fill the parameter. */
export function acceptsMime(entry: FileParameter, mime: string): boolean {
  return entry.accept === 'any' || mime.startsWith(`${entry.accept}/`);
}

/**
 * Width divided by height of an option such as `16:9`, `1024x1536` or `768 × 432`; undefined when it names no shape
 * (`auto`, `match_input_image`).
 */
export function ratioOf(option: string | number): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*[:x×*/]\s*(\d+(?:\.\d+)?)$/i.exec(String(option).trim());
  const ratio = match ? Number(match[1]) / Number(match[2]) : Number.NaN;
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}

/** `1024x1536` → `1024 × 1536`, `match_input_image` → `Match input image`; other values as they are. */
export function optionLabel(option: string | number): string {
  const text = String(option);
  if (/^\d+x\d+$/.test(text)) return text.replace('x', ' × ');
  if (!/^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$/.test(text)) return text;
  const words = text.replace(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as the form writes it: lengths of time carry their unit. */
export function valueLabel({ role }: Parameter, value: string | number): string {
  const isSeconds = role === 'seconds' && /^\d+(?:\.\d+)?$/.test(String(value));
  return isSeconds ? formatSeconds(Number(value)) : optionLabel(value);
}

/** Shapes are drawn as tiles when there are few enough to see at a glance. */
export function isShapeChoice(entry: ChoiceParameter): boolean {
  return (
    (entry.role === 'aspect' || entry.role === 'size') &&
    entry.options.length <= 15 &&
    entry.options.filter((option) => ratioOf(option) !== undefined).length >= 2
  );
}

/** A number is dragged when both ends are known, and typed otherwise. */
export function sliderRange(
  entry: NumberParameter,
): { readonly min: number; readonly max: number; readonly step: number } | undefined {
  if (entry.min === undefined || entry.max === undefined || entry.max <= entry.min) return undefined;
  const span = entry.max - entry.min;
  if (span > 100_000) return undefined;
  return { min: entry.min, max: entry.max, step: entry.step ?? (entry.integer ? 1 : stepFor(span)) };
}

function stepFor(span: number): number {
  if (span <= 2) return 0.01;
  return span <= 20 ? 0.1 : 1;
}
