import { createAutomatic1111 } from './automatic1111.ts';
import type { Backend, BackendDeps } from './backend.ts';
import { createComfyUI } from './comfyui.ts';
import { createOpenAICompatible } from './openai-compatible.ts';
import { createStableDiffusionCpp } from './stable-diffusion-cpp.ts';

const makers = {
  'openai-compatible': createOpenAICompatible,
  automatic1111: createAutomatic1111,
  'stable-diffusion-cpp': createStableDiffusionCpp,
  comfyui: createComfyUI,
} as const;

export function backendFor(deps: BackendDeps): Backend {
  return makers[deps.server.kind](deps);
}
