// Runs inside the page, in the preload's world.

/**
 * A page's File hides its path; only the DevTools protocol tells it, and later. So `input`, `change` and `drop` are
 * held back until the paths of their files are known, then sent again.
 * @param askPath the path of the file at this index of the global list `__files`
 * @returns webUtils.getPathForFile: '' for a File made in the page, as in Electron
 */
export function gateFiles(askPath: (index: number) => Promise<string>): (file: unknown) => string {
  const files: File[] = [];
  Object.assign(globalThis, { __files: files });
  const paths = new Map<string, string>();

  const learn = async (file: File) => {
    paths.set(keyOf(file), await askPath(files.push(file) - 1));
  };
  const hold = (event: Event) => {
    const [target] = event.composedPath();
    const all = filesOf(event, target);
    const unknown = all.filter((file) => !paths.has(keyOf(file)));
    if (!target || unknown.length === 0) return;
    event.stopImmediatePropagation();
    if (event.type === 'drop') event.preventDefault();
    void Promise.all(unknown.map(learn)).then(() => target.dispatchEvent(copyOf(event, all)));
  };
  for (const type of ['input', 'change', 'drop']) window.addEventListener(type, hold, { capture: true });

  return (file) => {
    if (!(file instanceof File)) throw new TypeError('file must be a File');
    return paths.get(keyOf(file)) ?? '';
  };
}

/** The two worlds have different File objects for one file. */
function keyOf(file: File): string {
  return `${file.name}/${file.size}/${file.lastModified}`;
}

function filesOf(event: Event, target: EventTarget | undefined): File[] {
  if (event instanceof DragEvent) return [...(event.dataTransfer?.files ?? [])];
  return target instanceof HTMLInputElement ? [...(target.files ?? [])] : [];
}

/** The same event anew; a drop's own files can no longer be read, so they are put in again. */
function copyOf(event: Event, files: readonly File[]): Event {
  if (!(event instanceof DragEvent)) return new Event(event.type, { bubbles: true, composed: true });
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  const { clientX, clientY } = event;
  return new DragEvent(event.type, {
    bubbles: true,
    cancelable: true,
    composed: true,
    dataTransfer,
    clientX,
    clientY,
  });
}
