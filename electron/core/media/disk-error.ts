/** Full, read-only, unplugged, not allowed: the disk's fault rather than a bug. */
export function isDiskError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EMFILE|ENOENT|ENOTDIR|EISDIR|ENODEV|EBUSY|SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN).*)$/.test(
    code,
  );
}

/** The first line of what an error says. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
