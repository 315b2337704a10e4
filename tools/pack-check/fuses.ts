import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { Check } from './checks.ts';

/**
 * What every shipped executable must have burnt in, written here again on purpose: a slip in
 * electron-builder.yml shows. Fuses that are not named keep Electron's default.
 */
const wanted: readonly (readonly [FuseV1Options, boolean])[] = [
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
];

/** Reads the fuses of an Electron executable and compares each with what it must be. */
export async function checkFuses(executable: string): Promise<readonly Check[]> {
  const wire = await getCurrentFuseWire(executable);
  return wanted.map(([fuse, on]) => {
    const state = wire[fuse];
    const expected = on ? FuseState.ENABLE : FuseState.DISABLE;
    return {
      name: `fuse ${FuseV1Options[fuse]} is ${on ? 'on' : 'off'}`,
      detail: state === expected ? undefined : `it is ${state === undefined ? 'absent' : FuseState[state]}`,
    };
  });
}
