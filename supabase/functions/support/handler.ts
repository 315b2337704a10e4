import { verifyAuth } from '@supabase/server/core';
import { z } from 'zod';
import { allowMethods, readBody } from '../_shared/body.ts';
import { callerKey } from '../_shared/caller.ts';
import type { Deps } from '../_shared/deps.ts';
import { limitRate } from '../_shared/rate-limit.ts';
import { Refusal } from '../_shared/refusal.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { signedIn } from '../_shared/who.ts';

const order = z.object({
  id: z.uuid(),
  category: z.enum(['billing', 'bug', 'account', 'privacy', 'abuse', 'other']),
  message: z.string().trim().min(1).max(5000),
  /** What the person saw and agreed to send. */
  diagnostics: z.record(z.string(), z.unknown()).nullable().default(null),
  /** In the support bucket, in the writer's own folder. */
  attachment_paths: z.array(z.string().max(300)).max(5).default([]),
  /** Of somebody without an account. */
  address: z.email().max(254).optional(),
  captcha: z.string().max(4000).optional(),
});

/** `POST /support`, signed in or with the publishable key alone. */
export function createHandler(deps: Deps): Handler {
  return async (request) => {
    allowMethods(request, 'POST');
    const { data } = await verifyAuth(request, { auth: ['user', 'publishable:*'], env: deps.project });
    const user = data?.authMode === 'user' ? await signedIn(request, deps) : null;
    if (!data) throw new Refusal(401, 'not_signed_in');
    await limitRate(`support:${user ?? (await callerKey(request, deps))}`, { most: 5, seconds: 3600 }, deps);
    const given = await readBody(request, order);
    if (user === null && given.address === undefined) throw new Refusal(422, 'address_required');
    if (user === null) await checkCaptcha(given.captcha, deps);
    await deps.database.call(
      'svc_support_create',
      {
        p_id: given.id,
        p_user: user,
        p_address: given.address ?? null,
        p_category: given.category,
        p_message: given.message,
        p_diagnostics: given.diagnostics,
        p_attachment_paths: given.attachment_paths,
        p_team_address: deps.env('SUPPORT_ADDRESS') ?? null,
      },
      z.unknown(),
    );
    return json({ received: true }, 201);
  };
}

const verdict = z.object({ success: z.boolean() });

/** Cloudflare Turnstile, where the project has set it up. @throws Refusal 422 */
async function checkCaptcha(token: string | undefined, { env, fetch: fetcher }: Deps): Promise<void> {
  const secret = env('CAPTCHA_SECRET');
  if (!secret) return;
  const response = await fetcher('https://challenges.cloudflare.com/turnstile/v0/siteverify', {
    method: 'POST',
    body: new URLSearchParams({ secret, response: token ?? '' }),
  });
  const told = verdict.safeParse(await response.json());
  if (!told.success || !told.data.success) throw new Refusal(422, 'captcha_failed');
}
