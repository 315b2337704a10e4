import type { JsonValue } from '../../../shared/domain/json.ts';
import type { ParameterValues } from '../../../shared/domain/parameter.ts';
import { formatSeconds } from '../../../shared/format.ts';

type ParameterRow = { readonly key: string; readonly name: string; readonly value: string };

/** A recipe's parameters as lines to read: keys as words, values as written, nothing that is empty. */
export function parameterRows(values: ParameterValues): readonly ParameterRow[] {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => ({ key, name: parameterName(key), value: parameterValue(key, value) }));
}

/** `num_inference_steps` → `Num inference steps`. */
export function parameterName(key: string): string {
  const words = key
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Keys under which providers take lengths of time. */
const inSeconds = /^(?:seconds|duration|video_length)$/;

export function parameterValue(key: string, value: JsonValue): string {
  if (inSeconds.test(key) && Number(value) > 0) return formatSeconds(Number(value));
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return JSON.stringify(value);
}
