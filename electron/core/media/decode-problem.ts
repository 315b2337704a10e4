/**
 * Why a picture that was stored cannot be decoded, as a person can read it.
 * @param error sharp's, whose words are libvips' own, such as `vipspng: libpng read error`; or one of ours, in plain words
 */
export function decodeProblem(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  if (/unsupported image format/i.test(said)) return 'there is no picture in the file.';
  return /^(?:Input |\w+: )/.test(said) ? 'the file is cut short or damaged.' : said;
}
