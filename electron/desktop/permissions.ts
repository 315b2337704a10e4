import type { Session } from 'electron';
import { isOwnAddress } from './origin.ts';

/** All a window of ours ever needs: full screen for the viewer, writing to the clipboard on a click. */
const granted: ReadonlySet<string> = new Set(['fullscreen', 'clipboard-sanitized-write']);

export function isGranted(permission: string, address: string): boolean {
  return granted.has(permission) && isOwnAddress(address);
}

/** Electron grants every request unless both handlers refuse; devices are refused by a third. */
export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isGranted(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isGranted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
}
