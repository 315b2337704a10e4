import type { ModelEntry } from '../../../shared/domain/model.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import type { Ports } from '../ports.ts';
import { createSketchClient } from '../sketch/sketch-client.ts';
import { detectServer } from './local-server/detect.ts';
import { createLocalServerProvider } from './local-server/local-server.ts';
import { createOpenAIProvider } from './openai/openai.ts';
import type { Provider } from './provider.ts';
import { secretName } from './provider-list.ts';
import { createReplicateProvider } from './replicate/replicate.ts';
import { createSketchProvider } from './sketch.ts';

/**
 * Every provider with what it needs of the host.
 * @param models the models known now, for providers that refresh theirs
 */
export function createProviders(ports: Ports, models: () => readonly ModelEntry[]) {
  const { openai, replicate: replicateUrl } = ports.endpoints ?? {};
  const deps = { fetch: ports.fetch, sleep: ports.clock.sleep, now: ports.clock.now };
  const keyOf = (id: ProviderId) => () => ports.secrets.get(secretName(id));
  const sketch = createSketchClient({ workerUrl: ports.sketchWorker });
  const replicate = createReplicateProvider({
    ...deps,
    readKey: keyOf('replicate'),
    ...(replicateUrl ? { baseUrl: replicateUrl } : {}),
    models: () => models().filter((entry) => entry.provider === 'replicate'),
  });
  const all: readonly Provider[] = [
    createSketchProvider({ client: sketch }),
    createOpenAIProvider({ ...deps, readKey: keyOf('openai'), ...(openai ? { baseUrl: openai } : {}) }),
    replicate,
    createLocalServerProvider({ ...deps, readServer: () => ports.settings.get().localServer }),
  ];
  return {
    providers: new Map(all.map((provider) => [provider.id, provider])),
    sketch,
    fetchReplicateModel: replicate.fetchModel,
    detectServer: (address: string, signal: AbortSignal) => detectServer(address, deps, signal),
  };
}
