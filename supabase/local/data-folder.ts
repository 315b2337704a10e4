import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';

const secretsFile = 'secrets.json';

const secretsSchema = z.object({
  databasePassword: z.string(),
  publishableKey: z.string(),
  secretKey: z.string(),
  /** Signs the tokens of people: ES256, private. */
  signingKey: z.custom<JWK>((value) => typeof value === 'object' && value !== null && 'd' in value),
  /** Signs the links to files. */
  linkKey: z.string(),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** Where the embedded cloud, or the demonstration, keeps its data when it is not told, by the custom of each system. */
export function defaultDataRoot(name: 'videopicai-cloud' | 'videopicai-demo' = 'videopicai-cloud'): string {
  if (process.platform === 'win32') {
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), name);
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  // Postgres runs under another account than root's, which may not look into root's home.
  if (process.getuid?.() === 0) return join('/var/lib', name);
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), name);
}

/**
 * One folder for each version of the SQL. Those of other versions stay until `fresh` empties the root.
 * @param version as `hashSql` gives it
 */
export async function openDataFolder(
  root: string,
  version: string,
  fresh: boolean,
): Promise<{ readonly folder: string; readonly secrets: Secrets }> {
  const folder = join(root, version);
  // Only what this program made is removed: the folder may have been named by a person.
  if (fresh)
    await Promise.all((await listVersions(root)).map(async (name) => await removeFolder(join(root, name))));
  await mkdir(folder, { recursive: true });
  return { folder, secrets: await openSecrets(join(folder, secretsFile)) };
}

async function listVersions(root: string): Promise<readonly string[]> {
  const names = await readdir(root).catch(() => []);
  return names.filter((name) => /^[0-9a-f]{12}$/.test(name) && existsSync(join(root, name, secretsFile)));
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function openSecrets(file: string): Promise<Secrets> {
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const secrets: Secrets = {
    databasePassword: randomBytes(24).toString('base64url'),
    publishableKey: `sb_publishable_${randomBytes(16).toString('base64url')}`,
    secretKey: `sb_secret_${randomBytes(24).toString('base64url')}`,
    signingKey: { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex'), alg: 'ES256' },
    linkKey: randomBytes(32).toString('base64url'),
  };
  await writeFile(`${file}.new`, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}
