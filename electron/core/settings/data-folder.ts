import { homedir } from 'node:os';
import { join } from 'node:path';

export const productName = 'VideoPicAI Studio';

/**
 * The person's data folder: the same for app and command line, so that both see one library.
 * `VIDEOPICAI_DATA` names another one.
 */
export function dataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env['VIDEOPICAI_DATA']) return env['VIDEOPICAI_DATA'];
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), productName);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', productName);
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), productName);
}
