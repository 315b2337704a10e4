import { join } from 'node:path';
import type { AppInfo, Notice } from '../../shared/contract.ts';
import { policyVersion } from '../../shared/policy.ts';
import { appVersion } from '../core/version.ts';

/** What About and the welcome page say of this installation. */
export function describeApp(deps: { readonly data: string; readonly notices: readonly Notice[] }): AppInfo {
  const { electron, chrome, node } = process.versions;
  return {
    version: appVersion,
    host: process.env['VIDEOPICAI_HOST'] === 'stand-in' ? 'stand-in' : 'electron',
    platform: process.platform,
    versions: Object.fromEntries(
      Object.entries({ electron, chrome, node }).flatMap(([name, version]) =>
        version ? [[name, version]] : [],
      ),
    ),
    dataFolder: deps.data,
    logsFolder: join(deps.data, 'logs'),
    policyVersion,
    notices: [...deps.notices],
  };
}
