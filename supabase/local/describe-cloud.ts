import { GALLERY_PATH } from './gallery-pages.ts';
import { SEED_PASSWORD } from './seed/people.ts';
import type { SeededWorld } from './seed/seed-world.ts';
import type { Cloud } from './start-cloud.ts';

/** What whoever started the cloud must know to use it. */
export function describeCloud(cloud: Cloud, world: SeededWorld | null): string {
  const lines = [
    ['URL', cloud.url],
    ['publishable key', cloud.publishableKey],
    ['secret key', cloud.secretKey],
    ['mails', `${cloud.mailUrl}   (SMTP ${cloud.smtp.host}:${cloud.smtp.port})`],
    ['stand-in Stripe', cloud.stripeUrl],
    ...cloud.providers.map(({ name, what }) => [name, what]),
    ['data', cloud.folder],
    ...(world ? describeWorld(cloud, world) : []),
  ];
  return `
The embedded cloud is running on ${cloud.database.engine}. It is for development and demonstration, on this machine only.

${lines.map(([name = '', what = '']) => `  ${name.padEnd(18)} ${what}`).join('\n')}`;
}

function describeWorld(
  { url }: Cloud,
  { addresses, sharePage }: SeededWorld,
): readonly (readonly string[])[] {
  return [
    ['people', `${addresses.join(', ')}   (password: ${SEED_PASSWORD})`],
    ['gallery', `${url}${GALLERY_PATH}`],
    ...(sharePage ? [['a shared creation', sharePage]] : []),
  ];
}
