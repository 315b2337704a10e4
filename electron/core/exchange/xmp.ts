import type { EmbeddedRecipe } from '../../../shared/domain/exchange.ts';

/** Our own field. A namespace is only a name; nothing is ever fetched from it. */
const namespace = 'https://videopicai.example/ns/recipe/1.0/';

/** IPTC Digital Source Type NewsCodes (cv.iptc.org/newscodes/digitalsourcetype). */
const sourceTypes = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** An XMP packet that says how a picture was made: for people (dc:description), for checkers, and for the studio. */
export function writeXmp(document: EmbeddedRecipe): string {
  const source = sourceTypeOf(document);
  const made = document.createdAt === null ? null : new Date(document.createdAt).toISOString();
  const attributes = [
    `xmp:CreatorTool="VideoPicAI Studio ${escapeXml(document.app)}"`,
    ...(made ? [`xmp:CreateDate="${made}"`] : []),
    ...(source ? [`Iptc4xmpExt:DigitalSourceType="${sourceTypes}${source}"`] : []),
    `videopicai:recipe="${escapeXml(JSON.stringify(document))}"`,
  ];
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:videopicai="${namespace}"
 ${attributes.join('\n ')}>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(document.prompt)}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}

/** Nothing is claimed of a picture that came from elsewhere. */
function sourceTypeOf(document: EmbeddedRecipe): string | null {
  if (document.provider === 'import') return null;
  if (!document.ai) return 'algorithmicMedia';
  return document.inputs.length > 0 ? 'compositeWithTrainedAlgorithmicMedia' : 'trainedAlgorithmicMedia';
}

export type XmpText = { readonly recipe: string | null; readonly description: string | null };

/** The most XMP that is looked at: 8 MB, where real packets have some kB. */
const maxLength = 8 * 1024 * 1024;

/** Finds the two fields by their text: no document of a stranger is handed to an XML machine with entities. */
export function readXmp(packet: string): XmpText {
  const xml = packet.slice(0, maxLength);
  return {
    recipe: attribute(xml, 'videopicai:recipe') ?? element(xml, 'videopicai:recipe'),
    description: descriptionOf(xml),
  };
}

function attribute(xml: string, name: string): string | null {
  const at = xml.indexOf(`${name}="`);
  const start = at + name.length + 2;
  const end = at < 0 ? -1 : xml.indexOf('"', start);
  return end < 0 ? null : unescapeXml(xml.slice(start, end));
}

function element(xml: string, name: string): string | null {
  const at = xml.indexOf(`<${name}>`);
  const start = at + name.length + 2;
  const end = at < 0 ? -1 : xml.indexOf(`</${name}>`, start);
  return end < 0 ? null : unescapeXml(xml.slice(start, end));
}

function descriptionOf(xml: string): string | null {
  const whole = element(xml, 'dc:description') ?? attribute(xml, 'dc:description');
  if (whole === null) return null;
  const item = xml.indexOf('<rdf:li', xml.indexOf('<dc:description>'));
  const start = item < 0 ? -1 : xml.indexOf('>', item) + 1;
  const end = start <= 0 ? -1 : xml.indexOf('</rdf:li>', start);
  const text = end < 0 ? whole : unescapeXml(xml.slice(start, end));
  return text.trim() === '' ? null : text.trim();
}

/** Line ends as numbers: inside an attribute a reader turns plain ones into spaces. */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- XML 1.0 cannot hold them in any form
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,5}));/gi,
    (whole, decimal, hex, name: string | undefined) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(String(hex), 16) : null;
      if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      return namedEntities[name ?? ''] ?? whole;
    },
  );
}
