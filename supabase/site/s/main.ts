import { part, readConfig } from '../cloud.ts';
import { readShare, type Share } from './share.ts';

/** The token stands behind the #: browsers send that to nobody, so no server log holds a link that opens something. */
const token = window.location.hash.slice(1);

const main = part('main', HTMLElement);
const stage = part('.stage', HTMLElement);
const words = part('.words', HTMLElement);

type Words = { readonly title: string; readonly text: string };
const gone: Words = {
  title: 'This link leads nowhere any more',
  text: 'Its owner took it back, or its time has run out.',
};
const unreachable: Words = {
  title: 'This cannot be shown now',
  text: 'Something went wrong on our side. Try again in a minute.',
};

try {
  const { functionsUrl } = await readConfig();
  const response = await fetch(`${functionsUrl}/share/${encodeURIComponent(token)}`);
  if (response.ok) show(readShare(await response.json()));
  else tell(response.status === 410 || response.status === 404 ? gone : unreachable);
} catch {
  tell({ title: 'This cannot be shown now', text: 'Check your connection and load the page again.' });
} finally {
  main.setAttribute('aria-busy', 'false');
}

function show(share: Share): void {
  const what = share.title || 'Shared creation';
  document.title = what;
  stage.replaceChildren(share.isClip ? clip(share, what) : picture(share, what));
  words.replaceChildren(
    element('h1', what),
    element('p', factsOf(share), 'facts'),
    ...(share.prompt ? [element('p', share.prompt, 'prompt')] : []),
  );
}

function picture(share: Share, name: string): HTMLImageElement {
  const image = new Image(share.width, share.height);
  image.src = share.mediaUrl;
  image.alt = share.prompt ?? name;
  return image;
}

function clip(share: Share, name: string): HTMLVideoElement {
  const video = document.createElement('video');
  Object.assign(video, { src: share.mediaUrl, controls: true, loop: true, playsInline: true });
  if (share.previewUrl) video.poster = share.previewUrl;
  video.width = share.width;
  video.height = share.height;
  video.setAttribute('aria-label', name);
  return video;
}

function factsOf({ author, createdAt }: Share): string {
  const day = new Date(createdAt).toLocaleDateString(undefined, { dateStyle: 'long' });
  return author ? `By ${author} · shared on ${day}` : `Shared on ${day}`;
}

function tell({ title, text }: Words): void {
  stage.replaceChildren();
  words.replaceChildren(element('h1', title), element('p', text));
}

function element(name: 'h1' | 'p', text: string, className = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  made.dir = 'auto';
  if (className) made.className = className;
  return made;
}
