import { getRawHeader } from '@electron/asar';

/** A file of an asar archive; `unpacked` ones lie in the folder beside it. */
export type ArchiveFile = { readonly path: string; readonly unpacked: boolean };

type Entry = ReturnType<typeof getRawHeader>['header']['files'][string];

/** Every file of an archive with `/` between folders, in its own order. */
export function listArchive(archive: string): readonly ArchiveFile[] {
  return walk(getRawHeader(archive).header.files, '');
}

function walk(entries: Readonly<Record<string, Entry>>, folder: string): readonly ArchiveFile[] {
  return Object.entries(entries).flatMap(([name, entry]) =>
    'files' in entry
      ? walk(entry.files, `${folder}${name}/`)
      : [{ path: `${folder}${name}`, unpacked: 'unpacked' in entry && entry.unpacked }],
  );
}
