import type { MediaKind } from '../../shared/domain/media.ts';
import type { LocalServerKind, ProviderId } from '../../shared/domain/provider.ts';
import type { HttpDouble, SeenRequest } from '../doubles/http-double.ts';
import {
  startAutomatic1111Double,
  startComfyUIDouble,
  startOpenAICompatibleDouble,
  startStableDiffusionCppDouble,
} from '../doubles/local-servers.ts';
import { sampleMp4 } from '../doubles/media-samples.ts';
import { startOpenAIDouble } from '../doubles/openai.ts';
import { startReplicateDouble } from '../doubles/replicate.ts';

/** One way a job can take: a provider, and what it makes. */
export type Target = {
  readonly name: string;
  readonly provider: ProviderId;
  readonly media: MediaKind;
  readonly local: LocalServerKind | null;
  /** Can be asked again what became of a job; else an interrupted one stays unknown. */
  readonly lookUp: boolean;
  readonly paid: boolean;
  /** Jobs that run at the same time. */
  readonly atOnce: number;
  /** Null: there is no server (Sketch). */
  readonly startDouble: (() => Promise<HttpDouble>) | null;
  /** Gives the job a number and lets it be watched. */
  readonly polls: boolean;
};

let clip: Promise<Buffer> | undefined;
const withClip = async (start: (options: { clip: Buffer }) => Promise<HttpDouble>) =>
  start({ clip: await (clip ??= sampleMp4()) });

const free = { paid: false, lookUp: true, atOnce: 1 };
const local = { provider: 'local-server', ...free } as const;

export const targets: readonly Target[] = [
  {
    name: 'sketch image',
    provider: 'sketch',
    media: 'image',
    local: null,
    startDouble: null,
    polls: false,
    ...free,
  },
  {
    name: 'sketch video',
    provider: 'sketch',
    media: 'video',
    local: null,
    startDouble: null,
    polls: false,
    ...free,
  },
  {
    name: 'openai image',
    provider: 'openai',
    media: 'image',
    local: null,
    paid: true,
    atOnce: 3,
    lookUp: false,
    startDouble: startOpenAIDouble,
    polls: false,
  },
  {
    name: 'replicate image',
    provider: 'replicate',
    media: 'image',
    local: null,
    paid: true,
    atOnce: 4,
    lookUp: true,
    startDouble: startReplicateDouble,
    polls: true,
  },
  {
    name: 'replicate video',
    provider: 'replicate',
    media: 'video',
    local: null,
    paid: true,
    atOnce: 4,
    lookUp: true,
    startDouble: () => withClip((options) => startReplicateDouble({ output: options.clip })),
    polls: true,
  },
  {
    name: 'automatic1111 image',
    media: 'image',
    local: 'automatic1111',
    startDouble: startAutomatic1111Double,
    polls: false,
    ...local,
  },
  {
    name: 'sd.cpp image',
    media: 'image',
    local: 'stable-diffusion-cpp',
    startDouble: startStableDiffusionCppDouble,
    polls: true,
    ...local,
  },
  {
    name: 'sd.cpp video',
    media: 'video',
    local: 'stable-diffusion-cpp',
    startDouble: () => withClip(startStableDiffusionCppDouble),
    polls: true,
    ...local,
  },
  {
    name: 'comfyui image',
    media: 'image',
    local: 'comfyui',
    startDouble: startComfyUIDouble,
    polls: true,
    ...local,
  },
  {
    name: 'comfyui video',
    media: 'video',
    local: 'comfyui',
    startDouble: () => withClip(startComfyUIDouble),
    polls: true,
    ...local,
  },
  {
    name: 'openai-compatible image',
    media: 'image',
    local: 'openai-compatible',
    startDouble: startOpenAICompatibleDouble,
    polls: false,
    ...local,
  },
  {
    name: 'openai-compatible video',
    media: 'video',
    local: 'openai-compatible',
    startDouble: () => withClip(startOpenAICompatibleDouble),
    polls: true,
    ...local,
  },
];

const submitPaths =
  /^\/(?:v1\/(?:models\/.*\/)?predictions|v1\/images\/(?:generations|edits)|v1\/videos|prompt|sdcpp\/v1\/(?:img|vid)_gen|sdapi\/v1\/(?:txt|img)2img)$/;
const pollPaths = /^\/(?:v1\/predictions\/|v1\/videos\/|sdcpp\/v1\/jobs\/|history\/)/;

/** The request that brings a job with this prompt to its provider. */
export function isSubmission(request: SeenRequest, prompt: string): boolean {
  return request.method === 'POST' && submitPaths.test(request.path) && request.body.includes(prompt);
}

export function isPoll(request: SeenRequest): boolean {
  return request.method === 'GET' && pollPaths.test(request.path);
}
