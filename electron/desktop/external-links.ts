/**
 * Opens a web address in the system browser. Only https, without a name or password in it: other schemes can
 * start programs.
 * @returns whether it was opened
 */
export async function openExternalLink(
  address: string,
  open: (url: string) => Promise<unknown>,
): Promise<boolean> {
  const url = URL.parse(address);
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  await open(url.href);
  return true;
}
