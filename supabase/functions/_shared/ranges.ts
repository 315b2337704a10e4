/**
 * Answers with bytes, or with the part that was asked for: players of clips ask for parts.
 * @source RFC 9110, §14
 */
export function serveBytes(
  request: Request,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Response {
  const all = { ...headers, 'accept-ranges': 'bytes', 'x-content-type-options': 'nosniff' };
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '');
  if (!asked || (asked[1] === '' && asked[2] === ''))
    return new Response(new Uint8Array(bytes), { headers: all });
  const size = bytes.byteLength;
  const from = asked[1] === '' ? Math.max(0, size - Number(asked[2])) : Number(asked[1]);
  const to = asked[1] === '' || asked[2] === '' ? size - 1 : Math.min(Number(asked[2]), size - 1);
  if (from > to || from >= size)
    return new Response(null, { status: 416, headers: { ...all, 'content-range': `bytes */${size}` } });
  return new Response(new Uint8Array(bytes.subarray(from, to + 1)), {
    status: 206,
    headers: { ...all, 'content-range': `bytes ${from}-${to}/${size}` },
  });
}
