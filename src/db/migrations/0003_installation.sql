-- Which secrets directory belongs to this database, and jobs.

-- The one table without an organisation, since it speaks of the installation: which secrets directory its keys come from.
-- Nobody but the function below touches it; the app has no rights to it at all.
create table secrets_installation (
  only_row boolean primary key default true check (only_row),
  fingerprint text not null,
  created_at timestamptz not null default now()
);

-- True when `offered` is the fingerprint of this installation. The first one offered becomes it.
create function belongs_to_secrets(offered text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into secrets_installation (fingerprint) values (offered) on conflict do nothing;
  return (select fingerprint = offered from secrets_installation);
end
$$;

-- The app adds jobs and sees those that gave up, of its own organisation only; the rest of the queue is the worker's.
create function jobs_add(job_name text, payload jsonb, run_at timestamptz, job_key text, max_attempts int) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (payload ->> 'organisationId')::uuid is distinct from current_organisation() then
    raise exception 'a job belongs to the organisation that is set' using errcode = 'insufficient_privilege';
  end if;
  return (graphile_worker.add_job(
    job_name, payload::json, run_at := jobs_add.run_at, max_attempts := jobs_add.max_attempts,
    job_key := current_organisation() || ':' || jobs_add.job_key)).id;
end
$$;

create function jobs_failed() returns table (
  job_id bigint, job_name text, payload jsonb, attempts int, last_error text, failed_at timestamptz
) language sql stable security definer set search_path = public, pg_temp as $$
  select job.id, task.identifier, job.payload::jsonb, job.attempts::int, job.last_error, job.updated_at
  from graphile_worker._private_jobs as job
  join graphile_worker._private_tasks as task on task.id = job.task_id
  where job.attempts >= job.max_attempts and job.locked_at is null
    and job.payload ->> 'organisationId' = current_organisation()::text
  order by job.id
$$;

revoke all on function belongs_to_secrets(text), jobs_add(text, jsonb, timestamptz, text, int), jobs_failed() from public;
grant execute on function belongs_to_secrets(text), jobs_add(text, jsonb, timestamptz, text, int), jobs_failed() to zegel_app;

-- Of some ids of blobs those that something still names, in whichever organisation: what is left over may be removed.
create function blobs_in_use(ids uuid[]) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select blob_id from spaces_object where blob_id = any(ids)
  union
  select blob_id from mail_dispatch where blob_id = any(ids)
$$;
create index mail_dispatch_blob on mail_dispatch (blob_id) where blob_id is not null;
grant select (blob_id) on spaces_object, mail_dispatch to zegel_lookup;
create policy lookup on spaces_object for select to zegel_lookup using (current_user = 'zegel_lookup');
create policy lookup on mail_dispatch for select to zegel_lookup using (current_user = 'zegel_lookup');
select hand_to_lookup('blobs_in_use(uuid[])');
