import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { host } from '../host.ts';

const HOME_FOLDERS: Readonly<Record<string, string>> = {
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  music: 'Music',
  pictures: 'Pictures',
  videos: 'Videos',
};

/** app.getPath and app.setPath. */
export class AppPaths {
  private readonly changed = new Map<string, string>();

  set(name: string, path: string): void {
    this.changed.set(name, path);
  }

  /** Throws for a name Electron does not know. Creates the folders Electron creates. */
  get(name: string, appName: string): string {
    const path = this.changed.get(name) ?? this.standard(name, appName);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    if (['userData', 'sessionData', 'logs'].includes(name)) mkdirSync(path, { recursive: true });
    return path;
  }

  private standard(name: string, appName: string): string | undefined {
    const home = homedir();
    const folder = HOME_FOLDERS[name];
    if (folder) return join(home, folder);
    switch (name) {
      case 'home':
        return home;
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      case 'appData':
        return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
      case 'userData':
        return (
          host.commandLine.getSwitchValue('user-data-dir') || join(this.get('appData', appName), appName)
        );
      // Two instances with their own userData must not share a Chromium profile: the second would exit at once.
      case 'sessionData':
        return this.get('userData', appName);
      case 'logs':
      case 'crashDumps':
        return join(this.get('userData', appName), name === 'logs' ? 'logs' : 'Crashpad');
      default:
        return undefined;
    }
  }
}
