import { protocol } from 'electron';
import { appScheme } from './origin.ts';

/** Before the app is ready, and only then: Electron fixes the privileges of schemes at its start. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}
