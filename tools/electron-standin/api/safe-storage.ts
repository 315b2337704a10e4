import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { strict } from '../not-offered.ts';
import { app } from './app.ts';

const PREFIX = Buffer.from('v10');
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The key lies in a file only its owner can read: as weak as Electron's own basic_text, and reported as that. */
function readKey(): Buffer {
  const file = join(app.getPath('userData'), 'standin.key');
  try {
    return readFileSync(file);
  } catch {
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
    return readFileSync(file);
  }
}

/** Electron on a Linux without a keyring. The synchronous calls are deprecated in Electron 45 and not offered. */
export const safeStorage = strict('safeStorage', {
  getSelectedStorageBackend: () => 'basic_text' as const,
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync(plainText: string) {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', readKey(), iv);
    const secret = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Promise.resolve(Buffer.concat([PREFIX, iv, cipher.getAuthTag(), secret]));
  },
  // eslint-disable-next-line require-await -- a wrong key must reject, not throw
  async decryptStringAsync(encrypted: Buffer) {
    if (!encrypted.subarray(0, PREFIX.length).equals(PREFIX)) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
    }
    const sealed = encrypted.subarray(PREFIX.length);
    const decipher = createDecipheriv('aes-256-gcm', readKey(), sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const secret = sealed.subarray(IV_BYTES + TAG_BYTES);
    const result = decipher.update(secret, undefined, 'utf8') + decipher.final('utf8');
    return { result, shouldReEncrypt: false };
  },
} satisfies Partial<SafeStorage>);
