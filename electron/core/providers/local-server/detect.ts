import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import type { LocalServerKind } from '../../../../shared/domain/provider.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import type { ProviderDeps } from '../provider.ts';
import { backendFor } from './backends.ts';
import { connectTo, type LocalAuth } from './connection.ts';

export type DetectedServer = {
  readonly address: string;
  readonly kind: LocalServerKind;
  /** How many models it offers now. ComfyUI offers none before it has a workflow. */
  readonly models: number;
  /** Prompts and pictures would cross a network unencrypted. */
  readonly insecure: boolean;
};

/** In this order: servers that also speak another's shapes are asked for their own first. */
const probes: readonly {
  readonly kind: LocalServerKind;
  readonly path: string;
  readonly shape: z.ZodType;
}[] = [
  { kind: 'comfyui', path: '/system_stats', shape: z.object({ system: z.looseObject({}) }) },
  {
    kind: 'stable-diffusion-cpp',
    path: '/sdcpp/v1/capabilities',
    shape: z.object({ model: z.looseObject({}) }),
  },
  { kind: 'automatic1111', path: '/sdapi/v1/options', shape: z.looseObject({}) },
  { kind: 'openai-compatible', path: '/v1/models', shape: z.object({ data: z.array(z.unknown()) }) },
];

const probeTimeoutMs = 4000;

/** @returns the base address without path of an API, or in words why it cannot be used */
export function normaliseAddress(
  typed: string,
): Result<{ readonly address: string; readonly insecure: boolean }, string> {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!text || !url?.hostname) return err('This is not an address.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return err('Only http and https addresses can be used.');
  if (url.username || url.password) return err('Leave user and password out of the address.');
  const path = url.pathname
    .replace(/\/(?:v1|sdapi|sdcpp|docs|queue|prompt)(?:\/.*)?$/, '')
    .replace(/\/+$/, '');
  return ok({
    address: `${url.origin}${path}`,
    insecure: url.protocol === 'http:' && !isLoopback(url.hostname),
  });
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
  );
}

/** Finds out what kind of server answers at an address. */
export async function detectServer(
  typed: string,
  deps: ProviderDeps,
  signal: AbortSignal,
  auth: LocalAuth | null = null,
): Promise<Result<DetectedServer, Failure>> {
  const normal = normaliseAddress(typed);
  if (!normal.ok) return err(fail('invalid_input', 'no', { detail: normal.error }));
  const { address, insecure } = normal.value;
  const connection = connectTo({ address, auth }, deps);
  let refused: Failure | null = null;
  for (const { kind, path, shape } of probes) {
    const answer = await connection.call(path, shape, { signal, timeoutMs: probeTimeoutMs });
    if (answer.ok) {
      const server = { address, kind, workflow: null, auth };
      const listed = await backendFor({ ...deps, connection, server }).listModels(signal);
      return ok({ address, kind, insecure, models: listed.ok ? listed.value.length : 0 });
    }
    if (answer.error.code === 'server_down' || answer.error.code === 'cancelled') return answer;
    if (answer.error.code === 'auth') refused = answer.error;
  }
  return err(
    refused ??
      fail('invalid_input', 'no', {
        detail: 'Something answers there, but it is no image server the studio knows.',
      }),
  );
}

/** The address to ask for whether a server of this kind is there. */
export function probePath(kind: LocalServerKind): string {
  return probes.find((entry) => entry.kind === kind)?.path ?? '/';
}
