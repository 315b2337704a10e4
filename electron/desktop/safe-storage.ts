import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { KeyStorage } from '../../shared/domain/provider.ts';
import type { Secrets } from '../core/ports.ts';

const stored = z.record(
  z.string(),
  z.object({ hint: z.string().max(4), storage: z.enum(['keychain', 'plain-consented']), sealed: z.base64() }),
);
type Stored = z.infer<typeof stored>;

/**
 * Keys of providers, sealed by the operating system and kept as sealed bytes in one file. Where Linux has no
 * keyring, nothing is written unless the person has agreed to that; a key may then live in memory alone.
 * @param path the file of sealed keys
 */
export function createSecrets(path: string): Secrets {
  const inMemory = new Map<string, string>();
  let file = readStored(path);

  async function write(next: Stored): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    const temp = `${path}.tmp`;
    const handle = await open(temp, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(next, null, 2));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temp, path);
    file = next;
  }

  async function seal(name: string, value: string, storage: 'keychain' | 'plain-consented'): Promise<void> {
    const sealed = (await safeStorage.encryptStringAsync(value)).toString('base64');
    await write({ ...file, [name]: { hint: value.slice(-4), storage, sealed } });
  }

  return {
    async get(name) {
      const kept = inMemory.get(name);
      const entry = file[name];
      if (kept !== undefined || !entry) return kept ?? null;
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(
        Buffer.from(entry.sealed, 'base64'),
      );
      if (shouldReEncrypt) await seal(name, result, entry.storage);
      return result;
    },

    async describe(name) {
      const kept = inMemory.get(name);
      if (kept !== undefined) return { hint: kept.slice(-4), storage: 'memory' satisfies KeyStorage };
      const entry = file[name];
      return entry ? { hint: entry.hint, storage: entry.storage } : null;
    },

    async set(name, value, withoutKeyring) {
      const available = await safeStorage.isAsyncEncryptionAvailable();
      const sound = available && !isUnprotected();
      if (sound) {
        inMemory.delete(name);
        await seal(name, value, 'keychain');
        return { kind: 'stored', storage: 'keychain' };
      }
      if (withoutKeyring === 'ask') return { kind: 'ask' };
      if (withoutKeyring === 'plain-consented' && available) {
        inMemory.delete(name);
        await seal(name, value, 'plain-consented');
        return { kind: 'stored', storage: 'plain-consented' };
      }
      inMemory.set(name, value);
      return { kind: 'stored', storage: 'memory' };
    },

    async remove(name) {
      inMemory.delete(name);
      const { [name]: _removed, ...rest } = file;
      if (_removed) await write(rest);
    },
  };
}

/** Linux without a keyring: the "encryption" uses a password that every program knows. */
function isUnprotected(): boolean {
  return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
}

/** A damaged file holds nothing that could be unsealed: keys are asked for again. */
function readStored(path: string): Stored {
  if (!existsSync(path)) return {};
  try {
    return stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}
