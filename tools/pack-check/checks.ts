import type { ArchiveFile } from './archive.ts';

/** One line of the result; `detail` says what was wrong. */
export type Check = { readonly name: string; readonly detail?: string | undefined };

const required = [
  'package.json',
  'dist/main/main.js',
  'dist/main/sketch-worker.js',
  'dist/preload/preload.cjs',
  'dist/renderer/index.html',
  'resources/models.json',
  'resources/policy/privacy-policy.md',
  'resources/icons/512x512.png',
];

/** Modules that stay outside the bundle, with what they need at run time. Anything more was packed by mistake. */
const allowedModules = [
  'better-sqlite3',
  'sharp',
  'detect-libc',
  'semver',
  '@img/colour',
  '@img/sharp-$target',
  '@img/sharp-libvips-$target',
];

/**
 * Checks what was packed.
 * @param files of the archive
 * @param target platform and processor as Node names them: `linux-x64`
 */
export function checkArchive(files: readonly ArchiveFile[], target: string): readonly Check[] {
  const paths = new Set(files.map((file) => file.path));
  const found = (pattern: RegExp) => files.map((file) => file.path).filter((path) => pattern.test(path));
  const allowed = new Set(allowedModules.map((name) => name.replace('$target', target)));
  const unpacked = files.filter((file) => file.unpacked).map((file) => file.path);
  return [
    ...required.map((path) => ({ name: `has ${path}`, detail: paths.has(path) ? undefined : 'missing' })),
    none(
      'no module but the native ones',
      modulesOf([...paths]).filter((name) => !allowed.has(name)),
    ),
    none('no TypeScript', found(/\.(?:c|m)?tsx?$/)),
    none('no tests', found(/(?:^dist|^resources).*\.(?:test|spec)\.|__tests__/)),
    none('no source maps of ours', found(/^dist\/.*\.map$/)),
    none(
      'nothing but the app, its resources and modules',
      found(/^(?!dist\/|resources\/|node_modules\/|package\.json$)/),
    ),
    none('no icons that only installers need', found(/\.(?:icns|ico|plist)$/)),
    same('native binaries are those of this system', found(/\.node$/).map(withoutVersion), [
      `node_modules/@img/sharp-${target}/lib/sharp-${target}.node`,
      `node_modules/better-sqlite3/prebuilds/${target}.node`,
    ]),
    same('only native modules lie unpacked', modulesOf(unpacked), [
      '@img/colour',
      `@img/sharp-${target}`,
      `@img/sharp-libvips-${target}`,
      'better-sqlite3',
      'sharp',
    ]),
    none(
      'nothing of ours lies unpacked',
      unpacked.filter((path) => !path.startsWith('node_modules/')),
    ),
    none(
      'of better-sqlite3 only its binary lies unpacked',
      unpacked.filter((path) => path.startsWith('node_modules/better-sqlite3/') && !path.endsWith('.node')),
    ),
  ];
}

function none(name: string, unwanted: readonly string[]): Check {
  return { name, detail: unwanted.length > 0 ? `found ${summary(unwanted)}` : undefined };
}

function same(name: string, actual: readonly string[], expected: readonly string[]): Check {
  const missing = expected.filter((item) => !actual.includes(item));
  const extra = actual.filter((item) => !expected.includes(item));
  const parts = [
    ...(missing.length > 0 ? [`missing ${summary(missing)}`] : []),
    ...(extra.length > 0 ? [`found ${summary(extra)}`] : []),
  ];
  return { name, detail: parts.length > 0 ? parts.join('; ') : undefined };
}

function summary(items: readonly string[]): string {
  const shown = items.slice(0, 5).join(', ');
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}

/** sharp puts its version into the name of its binary. */
function withoutVersion(path: string): string {
  return path.replace(/-\d+\.\d+\.\d+(?=\.node$)/, '');
}

/** Names of the modules that paths lie in, each once, sorted. */
function modulesOf(paths: readonly string[]): readonly string[] {
  const names = paths.flatMap((path) => {
    const match = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  return [...new Set(names)].toSorted();
}
