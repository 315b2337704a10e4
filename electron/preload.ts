import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels, type EventName, type StudioBridge } from '../shared/contract.ts';

/** All the window gets: one object, frozen, that hands on plain data. No Electron object ever crosses. */
const bridge: StudioBridge = {
  request: (route, requestId, input) => ipcRenderer.invoke(channels.request, { route, requestId, input }),
  subscribe(listener) {
    const forward = (_event: unknown, name: EventName, payload: unknown) => listener(name, payload);
    ipcRenderer.on(channels.event, forward);
    return () => {
      ipcRenderer.off(channels.event, forward);
    };
  },
  pathOf: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('studio', Object.freeze(bridge));
