import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** The peers, exactly these, so that numbers of different days can be compared. */
export const peerVersions = { '@tanstack/react-virtual': '3.14.26', virtua: '0.54.2' } as const;

const root = resolve(import.meta.dirname, '../../..');

/**
 * Installs the peers in the system's temporary folder, once; the project itself does not depend on them.
 * @returns their folder, or null when they cannot be had
 */
export function installPeers(): string | null {
  const folder = join(tmpdir(), 'videopicai-bench-peers-1');
  if (Object.keys(peerVersions).every((name) => existsSync(join(folder, 'node_modules', name))))
    return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const wanted = Object.entries(peerVersions).map(([name, version]) => `${name}@${version}`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--prefix', folder];
  try {
    execFileSync('npm', ['install', ...options, ...wanted], { stdio: 'ignore' });
    return folder;
  } catch {
    return null;
  }
}

/** Bundles the page as the studio's window is bundled. @param peers their folder; null: only ours can be opened */
export async function buildPage(peers: string | null, outDir: string): Promise<void> {
  const peer = (name: string) =>
    peers === null ? join(import.meta.dirname, 'page/no-peer.ts') : join(peers, 'node_modules', name);
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, 'page'),
    resolve: {
      alias: {
        'virtual:tanstack': peer('@tanstack/react-virtual'),
        'virtual:virtua': peer('virtua'),
        react: join(root, 'node_modules/react'),
        'react-dom': join(root, 'node_modules/react-dom'),
      },
    },
    build: { outDir, emptyOutDir: true, target: 'chrome140' },
  });
}
