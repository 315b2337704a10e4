-- For development: `supabase start` and the embedded cloud apply this, `supabase db push` does not.

-- A model that needs no key.
update public.models set enabled = true where provider = 'sketch';

-- The stand-in Stripe sells under these ids.
select private.svc_stripe_price_set(lookup, 'price_local_' || lookup)
from unnest(array['pro_month', 'pro_year', 'lifetime', 'pack_500', 'pack_2000', 'pack_10000']) as lookup;
