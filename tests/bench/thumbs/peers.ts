import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Another program that makes 256 px WebP thumbnails, and how to have it. */
export type Peer = {
  readonly name: string;
  readonly install: string;
  /** Ours must make at least this many times as many pictures a CPU second. */
  readonly least: number;
  /** CPU seconds for these files; null: it is not on this machine, or does not work. */
  readonly measure: (paths: readonly string[], out: string) => number | null;
};

/** As InvokeAI makes its thumbnails: `Image.thumbnail`, which lets JPEG decode small, then WebP. */
const pillow = `
import sys, os, time
from PIL import Image
out, paths = sys.argv[1], sys.argv[2:]
def make(path):
    image = Image.open(path)
    image.thumbnail((256, 256))
    image.save(os.path.join(out, os.path.basename(path) + '.webp'), 'WEBP', quality=80)
make(paths[0])
before = time.process_time()
for path in paths: make(path)
print(time.process_time() - before)
`;

export const peers: readonly Peer[] = [
  {
    name: 'Pillow',
    install: 'apt-get install python3-pil',
    least: 1.25,
    measure: (paths, out) => {
      const ran = spawnSync('/usr/bin/python3', ['-c', pillow, out, ...paths], { encoding: 'utf8' });
      return ran.status === 0 ? Number(ran.stdout) : null;
    },
  },
  {
    name: 'vipsthumbnail',
    install: 'apt-get install libvips-tools',
    least: 1.4,
    measure: (paths, out) => {
      const target = join(out, '%s.webp[Q=80]');
      return cpuSecondsOf('vipsthumbnail', ['--size', '256x256', '-o', target, ...paths], ['--version']);
    },
  },
  {
    name: 'ImageMagick',
    install: 'apt-get install imagemagick',
    least: 2,
    measure: (paths, out) => {
      const options = ['-path', out, '-format', 'webp', '-quality', '80', '-thumbnail', '256x256'];
      return cpuSecondsOf('mogrify', [...options, ...paths], ['-version']);
    },
  },
];

/** One thread each, like ours: threads cost processor time for what one does alone. */
const oneThread = { VIPS_CONCURRENCY: '1', MAGICK_THREAD_LIMIT: '1', OMP_NUM_THREADS: '1' };

/** What a program costs over what starting it costs. */
function cpuSecondsOf(program: string, args: readonly string[], idle: readonly string[]): number | null {
  const start = timesOf(program, idle);
  const all = start === null ? null : timesOf(program, args);
  return start === null || all === null ? null : all - start;
}

function timesOf(program: string, args: readonly string[]): number | null {
  const script = '"$@" >/dev/null || exit 1; times';
  const env = { ...process.env, ...oneThread };
  const ran = spawnSync('sh', ['-c', script, 'sh', program, ...args], { encoding: 'utf8', env });
  if (ran.status !== 0) return null;
  const [user = '', system = ''] = ran.stdout.trim().split('\n').at(-1)?.split(' ') ?? [];
  return secondsOf(user) + secondsOf(system);
}

/** `1m2.34s`, as the shell's `times` says it. */
function secondsOf(text: string): number {
  const [, minutes = '0', seconds = '0'] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

export function peerFolder(root: string, peer: Peer): string {
  const folder = join(root, peer.name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
