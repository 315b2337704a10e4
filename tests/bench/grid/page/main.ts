/// <reference types="vite/client" />
import { makeIndex } from './library.ts';
import { heapMiB, measureFrom } from './measure.ts';
import { mountOurs } from './ours.ts';
import { mountTanstack, mountVirtua } from './peers.ts';

/** The page: one grid over `n` creations, and on `window.bench` what drives and measures it. */
const query = new URLSearchParams(location.search);
const root = document.getElementById('root');
if (!root) throw new Error('no root');
const mounts = { ours: mountOurs, tanstack: mountTanstack, virtua: mountVirtua };
const subject = query.get('subject') ?? 'ours';
if (!(subject in mounts)) throw new Error(`There is no grid ${subject}`);

const index = makeIndex(Number(query.get('n') ?? 100_000));
const heapBefore = heapMiB();
const opened = performance.now();
const scroller = await mounts[subject as keyof typeof mounts](root, index);
Object.assign(window, {
  bench: measureFrom(scroller, { opened, heapBefore, lastId: index.ids.at(-1) ?? 0 }),
});
