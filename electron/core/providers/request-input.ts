import { createHash } from 'node:crypto';
import { findByRole, isCarriedApart, type ParameterRole } from '../../../shared/domain/parameter.ts';
import type { JsonValue } from '../../../shared/domain/json.ts';
import type { ProviderRequest } from './provider.ts';

/**
 * A request's words and values under the names that its model gives them. Empty values are left out, so that the
 * provider's own defaults hold. Files are not included.
 */
export function namedValues(request: ProviderRequest): Record<string, JsonValue> {
  const { parameters } = request.model;
  const named: Record<string, JsonValue> = {};
  for (const entry of parameters) {
    const value = request.values[entry.key];
    if (
      entry.kind === 'file' ||
      isCarriedApart(entry) ||
      value === undefined ||
      value === null ||
      value === ''
    )
      continue;
    named[entry.key] = value;
  }
  const put = (role: ParameterRole, value: JsonValue | null) => {
    const entry = findByRole(parameters, role);
    if (entry && value !== null && value !== '') named[entry.key] = value;
  };
  put('prompt', request.prompt);
  put('negative', request.negative);
  put('seed', request.seed);
  put('count', request.count);
  return named;
}

/** Value of the parameter with this role. */
export function valueByRole(request: ProviderRequest, role: ParameterRole): JsonValue | undefined {
  const entry = findByRole(request.model.parameters, role);
  return entry ? request.values[entry.key] : undefined;
}

/** Width and height in px, from `size` ("1024x768") or from the two themselves. */
export function pixelSize(
  request: ProviderRequest,
): { readonly width: number; readonly height: number } | null {
  const named = valueByRole(request, 'size');
  const size = typeof named === 'string' ? /^(\d+)\s*[x×]\s*(\d+)$/.exec(named) : null;
  const width = Number(size?.[1] ?? valueByRole(request, 'width'));
  const height = Number(size?.[2] ?? valueByRole(request, 'height'));
  return width > 0 && height > 0 ? { width, height } : null;
}

/** Files given for parameters of this role, in order. */
export function inputsByRole(request: ProviderRequest, ...roles: readonly ParameterRole[]) {
  const keys = new Set(
    request.model.parameters
      .filter((entry) => entry.kind === 'file' && entry.role !== undefined && roles.includes(entry.role))
      .map((entry) => entry.key),
  );
  return request.inputs.filter((input) => keys.has(input.key));
}

/** A seed of this very request, 31 bits, for where the person chose none and the studio must name one. */
export function seedFromKey(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) >>> 1;
}
