import { EventEmitter } from 'node:events';
import type { Protocol } from 'electron';
import { strict } from '../not-offered.ts';
import { recorder } from '../recorded.ts';
import { app } from './app.ts';
import { net } from './net.ts';
import { Permissions } from './permissions.ts';
import { schemes } from './schemes.ts';
import { WebRequest } from './web-request.ts';

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(customSchemes) {
    app.beforeReady('registerSchemesAsPrivileged');
    schemes.register(customSchemes);
  },
  handle: (scheme, handler) => schemes.handle(scheme, handler),
  unhandle: (scheme) => schemes.unhandle(scheme),
  isProtocolHandled: (scheme) => schemes.handlerOf(scheme) !== undefined,
} satisfies Partial<Protocol>);

export const permissions = new Permissions();
export const webRequest = new WebRequest();

export const defaultSession = strict(
  'session.defaultSession',
  Object.assign(new EventEmitter(), {
    protocol,
    webRequest: strict('session.defaultSession.webRequest', webRequest),
    fetch: net.fetch,
    setPermissionRequestHandler: permissions.setRequestHandler.bind(permissions),
    setPermissionCheckHandler: permissions.setCheckHandler.bind(permissions),
    setDevicePermissionHandler: recorder('session.setDevicePermissionHandler', undefined),
    setDisplayMediaRequestHandler: recorder('session.setDisplayMediaRequestHandler', undefined),
    setSpellCheckerEnabled: recorder('session.setSpellCheckerEnabled', undefined),
    setSpellCheckerLanguages: recorder('session.setSpellCheckerLanguages', undefined),
    isPersistent: () => true,
  }),
);

export const session = strict('session', { defaultSession });
