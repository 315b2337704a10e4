-- What may be used to train models: jobs of people who have said yes and not objected, without anything that says whose
-- they are. No id of ours, no path, no moment finer than a month, and no address or name tag inside the words.

create function private.scrub(p_text text) returns text
language sql immutable set search_path = '' as $$
  select regexp_replace(
    regexp_replace(
      regexp_replace(
        regexp_replace(p_text, '[[:alnum:]._%+-]+@[[:alnum:].-]+', '[mail]', 'g'),
        '(https?://|www\.)\S+', '[link]', 'gi'
      ),
      '(^|\s)@[[:alnum:]_.]+', '\1[name]', 'g'
    ),
    '\+?\d[\d ()/.-]{6,}\d', '[number]', 'g'
  )
$$;

create view private.training_examples as
select
  -- Tells rows apart and follows no order of time; it leads back to nothing without the job's own random id.
  encode(sha256(convert_to('training' || job.id, 'UTF8')), 'hex') as example,
  model.media, job.model_id,
  private.scrub(job.params ->> (private.parameter_of_role(model, 'prompt') ->> 'key')) as prompt,
  private.scrub(job.params ->> (private.parameter_of_role(model, 'negative') ->> 'key')) as negative,
  job.params - coalesce(private.parameter_of_role(model, 'prompt') ->> 'key', '')
    - coalesce(private.parameter_of_role(model, 'negative') ->> 'key', '') as parameters,
  to_char(job.finished_at, 'YYYY-MM') as month
from public.jobs as job
join public.models as model on model.id = job.model_id
join public.user_private as person on person.id = job.user_id
where job.status = 'succeeded' and person.training_opt_in and not person.processing_restricted
  and person.suspended_at is null
  and not exists (select from private.deletions where deletions.user_id = job.user_id);

create function private.svc_training_page(p_after text default '', p_limit integer default 1000)
returns setof private.training_examples
language sql stable security definer set search_path = '' as $$
  select * from private.training_examples
  where example > p_after order by example limit least(greatest(p_limit, 1), 5000)
$$;

select private.expose('svc_training_page', 'service_role');
