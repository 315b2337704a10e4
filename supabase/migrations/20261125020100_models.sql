-- What the service can make and what it costs. Models retire within months, so they are rows with dates, never code.

create table public.models (
  -- `provider/name`; kept in recipes for good.
  id text primary key check (id ~ '^[a-z0-9-]+/[A-Za-z0-9._/-]+$'),
  provider text not null check (provider in ('sketch', 'openai', 'replicate')),
  -- The provider's own name for it.
  slug text not null,
  name text not null,
  summary text not null,
  media text not null check (media in ('image', 'video')),
  ai boolean not null default true,
  -- Inputs in the order the form shows them, as the studio's own catalogue describes them.
  parameters jsonb not null check (jsonb_typeof(parameters) = 'array'),
  -- Outputs of one job at most.
  max_count integer not null default 1 check (max_count between 1 and 10),
  typical_seconds integer not null check (typical_seconds > 0),
  -- After so long without an answer the job fails and nothing is charged.
  deadline_seconds integer not null default 600 check (deadline_seconds between 60 and 3600),
  enabled boolean not null default true,
  retires_on date,
  successor text
);

-- Credits for one output; `second` times the clip's length. The first rule whose `when` is part of the parameters
-- refines it: [{"when": {"quality": "low"}, "credits": 1}]. A new price is a new row, and its id the price's version.
create table public.model_prices (
  id bigint generated always as identity primary key,
  model_id text not null references public.models,
  valid_from timestamptz not null default '2026-01-01',
  unit text not null check (unit in ('output', 'second')),
  credits integer not null check (credits >= 0),
  rules jsonb not null default '[]' check (jsonb_typeof(rules) = 'array'),
  unique (model_id, valid_from)
);

alter table public.models enable row level security;
alter table public.model_prices enable row level security;
revoke all on public.models, public.model_prices from anon, authenticated, service_role;
grant select on public.models, public.model_prices to anon, authenticated, service_role;
create policy models_read on public.models for select to anon, authenticated using (true);
create policy model_prices_read on public.model_prices for select to anon, authenticated using (true);

create type private.quote as (price bigint, price_version bigint, count integer);

create function private.parameter_of_role(p_model public.models, p_role text) returns jsonb
language sql stable set search_path = '' as $$
  select parameter from jsonb_array_elements(p_model.parameters) as parameter where parameter ->> 'role' = p_role limit 1
$$;

-- A whole number from the request, its default where it is missing, 422 where it is nonsense or out of bounds.
create function private.whole_parameter(
  p_parameter jsonb, p_values jsonb, p_most integer
) returns integer
language plpgsql stable set search_path = '' as $$
declare
  v_text text := coalesce(p_values ->> (p_parameter ->> 'key'), p_parameter ->> 'default', '1');
begin
  if v_text !~ '^\d{1,4}$' or v_text::integer not between 1 and p_most then
    perform private.fail(422, 'invalid_parameter', jsonb_build_object('key', p_parameter ->> 'key'));
  end if;
  return v_text::integer;
end $$;

-- The price of a request right now. `count` is how many outputs it asks for.
create function private.price_of(p_model text, p_params jsonb, p_now timestamptz) returns private.quote
language plpgsql stable security definer set search_path = '' as $$
declare
  v_model public.models;
  v_price public.model_prices;
  v_values jsonb;
  v_credits bigint;
  v_count integer;
begin
  select * into v_model from public.models where id = p_model;
  if not found or not v_model.enabled or v_model.retires_on <= p_now::date then
    perform private.fail(422, 'model_unavailable', jsonb_build_object('successor', v_model.successor));
  end if;
  if jsonb_typeof(p_params) is distinct from 'object' then
    perform private.fail(422, 'invalid_parameter');
  end if;
  select * into v_price from public.model_prices
  where model_id = p_model and valid_from <= p_now order by valid_from desc limit 1;
  if not found then
    perform private.fail(422, 'model_unavailable');
  end if;

  select coalesce(jsonb_object_agg(parameter ->> 'key', parameter -> 'default'), '{}') || p_params into v_values
  from jsonb_array_elements(v_model.parameters) as parameter where parameter ? 'default';
  select (rule ->> 'credits')::bigint into v_credits
  from jsonb_array_elements(v_price.rules) with ordinality as rules (rule, position)
  where v_values @> (rule -> 'when') order by position limit 1;
  v_credits := coalesce(v_credits, v_price.credits);
  v_count := private.whole_parameter(private.parameter_of_role(v_model, 'count'), v_values, v_model.max_count);
  if v_price.unit = 'second' then
    v_credits := v_credits * private.whole_parameter(private.parameter_of_role(v_model, 'seconds'), v_values, 60);
  end if;
  return row(v_credits * v_count, v_price.id, v_count);
end $$;

create function private.quote(p_model text, p_params jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select to_jsonb(private.price_of(p_model, p_params, now()))
$$;

select private.expose('quote', 'anon', 'authenticated', 'service_role');
