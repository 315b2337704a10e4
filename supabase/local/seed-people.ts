import { createClient } from '@supabase/supabase-js';
import type { Cloud } from './start-cloud.ts';

/** The same for everybody whom `--seed` makes: they live on this machine only. */
export const SEED_PASSWORD = 'demonstration 1';
const names = ['Mira', 'Jonas', 'Aiko'] as const;

/**
 * People to sign in as, who have confirmed their address. Those who are there already stay as they are.
 * @returns their addresses
 */
export async function seedPeople({ url, secretKey }: Cloud): Promise<readonly string[]> {
  const admin = createClient(url, secretKey, { auth: { persistSession: false, autoRefreshToken: false } });
  const addresses = names.map((name) => `${name.toLowerCase()}@example.com`);
  for (const [index, email] of addresses.entries()) {
    const { error } = await admin.auth.admin.createUser({
      email,
      password: SEED_PASSWORD,
      email_confirm: true,
      user_metadata: { full_name: names[index] },
    });
    if (error && error.code !== 'user_already_exists') throw error;
  }
  return addresses;
}
