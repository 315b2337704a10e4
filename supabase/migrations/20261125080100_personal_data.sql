-- Every relation that holds something about a person, and what becomes of it. The export reads this list, the erasure's
-- certificate counts by it, and a test compares it with the catalogue: a new table cannot be forgotten.

create table private.personal_data (
  relation text primary key,
  -- Also the name of the section in an export; null: held, but not a thing one would take along (leases, counters).
  section text unique,
  owner_column text not null,
  -- Whether owner_column holds the user or their pseudonymous account.
  owner text not null check (owner in ('user', 'account')),
  -- delete: gone with the user · unlink: stays without them · keep: the law wants it
  on_erasure text not null check (on_erasure in ('delete', 'unlink', 'keep')),
  -- Pages of an export follow it; unique within one owner.
  order_column text not null,
  hidden_columns text[] not null default '{}',
  why text not null
);

insert into private.personal_data
  (relation, section, owner_column, owner, on_erasure, order_column, hidden_columns, why) values
  ('public.profiles', 'profile', 'id', 'user', 'delete', 'id', '{}', 'who you are to others'),
  ('public.user_private', 'settings', 'id', 'user', 'delete', 'id', '{unsubscribe_token}', 'switches and terms'),
  ('public.consents', 'consents', 'user_id', 'user', 'delete', 'id', '{}', 'what you agreed to'),
  ('public.accounts', 'account', 'user_id', 'user', 'unlink', 'id', '{}', 'plan and credits'),
  ('public.credit_ledger', 'credits', 'account_id', 'account', 'keep', 'id', '{}', 'the books must add up'),
  ('public.credit_holds', null, 'account_id', 'account', 'keep', 'id', '{}', 'the books must add up'),
  ('public.statements', 'statements', 'account_id', 'account', 'keep', 'month', '{}', 'the books must add up'),
  ('private.payments', 'payments', 'account_id', 'account', 'keep', 'id', '{}', 'tax law'),
  ('private.entitlements', 'subscriptions', 'account_id', 'account', 'keep', 'id', '{}', 'what a payment bought'),
  ('private.audit_log', 'security_log', 'account_id', 'account', 'keep', 'id', '{}', 'names only the account'),
  ('private.moderation_actions', null, 'person_id', 'user', 'unlink', 'id', '{}', 'what moderators did'),
  ('public.jobs', 'jobs', 'user_id', 'user', 'delete', 'id', '{lease_id,lease_until}', 'requests to generate'),
  ('public.media', 'media', 'user_id', 'user', 'delete', 'sha256', '{}', 'your files in the cloud'),
  ('private.storage_usage', null, 'user_id', 'user', 'delete', 'user_id', '{}', 'a sum of media'),
  ('private.sync_items', 'library', 'user_id', 'user', 'delete', 'rev', '{}', 'your library on several machines'),
  ('private.sync_counters', null, 'user_id', 'user', 'delete', 'user_id', '{}', 'a counter'),
  ('public.posts', 'posts', 'user_id', 'user', 'delete', 'id', '{search,hot,moderation}', 'what you published'),
  ('public.likes', 'likes', 'user_id', 'user', 'delete', 'post_id', '{}', 'what you liked'),
  ('public.hides', 'hidden_posts', 'user_id', 'user', 'delete', 'post_id', '{}', 'what you hid'),
  ('public.blocks', 'blocks', 'user_id', 'user', 'delete', 'blocked_id', '{}', 'whom you blocked'),
  ('public.reports', 'reports', 'reporter_id', 'user', 'unlink', 'id', '{}', 'what you reported'),
  ('public.shares', 'shares', 'user_id', 'user', 'delete', 'id', '{token_hash}', 'links you made'),
  ('public.support_messages', 'support', 'user_id', 'user', 'delete', 'id', '{}', 'what you wrote to us'),
  ('private.usage_logs', 'usage', 'user_id', 'user', 'delete', 'at', '{}', 'how you used the studio'),
  ('private.devices', 'devices', 'user_id', 'user', 'delete', 'fingerprint', '{}', 'where you signed in'),
  ('private.mail_outbox', 'mail', 'user_id', 'user', 'delete', 'id', '{dedupe_key,lease_until}', 'mail to you'),
  ('private.exports', null, 'user_id', 'user', 'delete', 'id', '{}', 'this archive'),
  ('private.deletions', null, 'user_id', 'user', 'unlink', 'id', '{}', 'how far an erasure is');

-- How many rows of one relation belong to somebody.
create function private.count_personal(p_relation text, p_user uuid, p_account uuid) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  v_entry private.personal_data;
  v_count bigint;
begin
  select * into strict v_entry from private.personal_data where relation = p_relation;
  execute format('select count(*) from %s where %I = $1', v_entry.relation::regclass, v_entry.owner_column)
  into v_count using case v_entry.owner when 'user' then p_user else p_account end;
  return v_count;
end $$;
