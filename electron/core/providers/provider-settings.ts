import { fail, type Failure } from '../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../shared/domain/model.ts';
import type { LocalServerKind, ProviderId, ProviderStatus } from '../../../shared/domain/provider.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ModelStore } from '../models/model-store.ts';
import type { Ports, SecretStored } from '../ports.ts';
import type { DetectedServer } from './local-server/detect.ts';
import type { Provider } from './provider.ts';
import { providerFacts, secretName } from './provider-list.ts';

const refreshAfterMs = 24 * 3_600_000;

/** What a person sets about providers: keys, the local server's address, who may be sent prompts. */
export function createProviderSettings(deps: {
  readonly ports: Pick<Ports, 'clock' | 'secrets' | 'settings' | 'emit'>;
  readonly providers: ReadonlyMap<ProviderId, Provider>;
  readonly models: ModelStore;
  readonly detectServer: (address: string, signal: AbortSignal) => Promise<Result<DetectedServer, Failure>>;
  readonly fetchReplicateModel: (slug: string, signal: AbortSignal) => Promise<Result<ModelEntry, Failure>>;
}) {
  const { ports, models } = deps;
  const { secrets, settings, emit } = ports;

  async function statusOf(fact: (typeof providerFacts)[number]): Promise<ProviderStatus> {
    const { pausedProviders, acknowledgedProviders, localServer } = settings.get();
    const key = fact.auth === 'key' ? await secrets.describe(secretName(fact.id)) : null;
    const server = fact.id === 'local-server' ? localServer : null;
    return {
      ...fact,
      configured: fact.auth === 'none' || key !== null || server !== null,
      keyHint: key?.hint ?? null,
      keyStorage: key?.storage ?? null,
      address: server?.address ?? null,
      serverKind: server?.kind ?? null,
      paused: pausedProviders.includes(fact.id),
      acknowledged: fact.id === 'sketch' || acknowledgedProviders.includes(fact.id),
    };
  }

  async function refreshServer(signal: AbortSignal): Promise<Result<number, Failure>> {
    const listed = await deps.providers.get('local-server')?.listModels?.(signal);
    if (!listed?.ok) return listed ?? ok(0);
    models.replaceServerModels(listed.value.map((entry) => ({ ...entry, origin: 'server' })));
    emit('models.changed', {});
    return ok(listed.value.length);
  }

  function list(): Promise<ProviderStatus[]> {
    return Promise.all(providerFacts.map(statusOf));
  }

  /** Asks every configured provider what its models are now. What cannot be reached is named, and left as it was. */
  async function refreshModels(signal: AbortSignal): Promise<{ updated: number; failures: string[] }> {
    let updated = 0;
    const failures: string[] = [];
    for (const status of await list()) {
      const provider = deps.providers.get(status.id);
      if (!status.configured || !provider?.listModels) continue;
      const listed =
        status.id === 'local-server' ? await refreshServer(signal) : await provider.listModels(signal);
      if (!listed.ok) {
        failures.push(status.name);
        continue;
      }
      if (typeof listed.value === 'number') {
        updated += listed.value;
      } else {
        models.put(listed.value);
        updated += listed.value.length;
      }
    }
    settings.set({ modelsRefreshedAt: ports.clock.now() });
    emit('models.changed', {});
    return { updated, failures };
  }

  return {
    list,

    async setKey(
      provider: ProviderId,
      key: string,
      withoutKeyring: 'ask' | 'memory' | 'plain-consented',
    ): Promise<SecretStored> {
      // Header values: a pasted line break or an invisible character would fail much later, without a reason.
      if (!/^[\u0021-\u007e]+$/.test(key)) {
        return {
          kind: 'refused',
          reason: 'The key holds a space or a character that keys never have. Copy it again.',
        };
      }
      const stored = await secrets.set(secretName(provider), key, withoutKeyring);
      emit('providers.changed', {});
      return stored;
    },

    async testKey(
      provider: ProviderId,
      signal: AbortSignal,
    ): Promise<Result<{ readonly account: string | null }, Failure>> {
      return (await deps.providers.get(provider)?.check(signal)) ?? err(fail('not_configured', 'no'));
    },

    async removeKey(provider: ProviderId): Promise<void> {
      await secrets.remove(secretName(provider));
      emit('providers.changed', {});
    },

    acknowledge(provider: ProviderId): void {
      const others = settings.get().acknowledgedProviders.filter((id) => id !== provider);
      settings.set({ acknowledgedProviders: [...others, provider] });
      emit('providers.changed', {});
    },

    detectServer: deps.detectServer,

    /** Keeps the address and learns the server's models; null forgets both. */
    async setServer(
      server: {
        readonly address: string;
        readonly kind: LocalServerKind;
        readonly workflow: string | null;
      } | null,
      signal: AbortSignal,
    ): Promise<Result<Record<string, never>, Failure>> {
      settings.set({ localServer: server });
      emit('providers.changed', {});
      if (server === null) {
        models.replaceServerModels([]);
        emit('models.changed', {});
        return ok({});
      }
      const refreshed = await refreshServer(signal);
      return refreshed.ok ? ok({}) : refreshed;
    },

    refreshModels,

    /** Once a day at most, and only providers the person has set up: what cannot be reached stays as it was. */
    async refreshStaleModels(signal: AbortSignal): Promise<void> {
      const { modelsRefreshedAt } = settings.get();
      if (modelsRefreshedAt !== null && ports.clock.now() - modelsRefreshedAt < refreshAfterMs) return;
      const set = (await list()).some(
        (status) => status.configured && deps.providers.get(status.id)?.listModels,
      );
      if (set) await refreshModels(signal);
    },

    async addReplicateModel(slug: string, signal: AbortSignal): Promise<Result<{ id: string }, Failure>> {
      const fetched = await deps.fetchReplicateModel(slug, signal);
      if (!fetched.ok) return fetched;
      models.put([{ ...fetched.value, origin: 'added' }]);
      emit('models.changed', {});
      return ok({ id: fetched.value.id });
    },

    removeModel(id: string): void {
      models.remove(id);
      emit('models.changed', {});
    },

    setModelHidden(id: string, hidden: boolean): void {
      const others = settings.get().hiddenModels.filter((entry) => entry !== id);
      settings.set({ hiddenModels: hidden ? [...others, id] : others });
      emit('models.changed', {});
    },
  };
}
