// `npm run cloud:types`: writes supabase/database.types.ts from the migrations. A test fails while it is old.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateTypes } from '../supabase/tests/support/cli.ts';
import { openPostgresCloud, startServer } from '../supabase/tests/support/postgres.ts';

const server = await startServer();
try {
  await (await openPostgresCloud(server)).close();
  writeFileSync(join(import.meta.dirname, '../supabase/database.types.ts'), await generateTypes(server.url));
} finally {
  await server.stop();
}
