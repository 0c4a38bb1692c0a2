-- Operation: backups that were made, warnings that were given, and what waits in the whole installation.

-- Speaks of the installation, so it has no organisation: when a backup was last finished. Nobody but the two functions
-- below touches it; the app has no rights to it at all.
create table operation_backup (
  backup_id bigint generated always as identity primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null check (finished_at >= started_at),
  size_bytes bigint not null check (size_bytes >= 0)
);

-- The last hundred are kept.
create function operation_note_backup(started timestamptz, finished timestamptz, bytes bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into operation_backup (started_at, finished_at, size_bytes) values (started, finished, bytes);
  delete from operation_backup where backup_id <= (select max(backup_id) - 100 from operation_backup);
end
$$;

create function operation_last_backup() returns table (started_at timestamptz, finished_at timestamptz, size_bytes bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select started_at, finished_at, size_bytes from operation_backup order by finished_at desc limit 1
$$;

-- The queue of all organisations by kind of job: numbers and times, no payloads.
create function operation_jobs() returns table (kind text, waiting bigint, oldest_seconds double precision, gave_up bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select task.identifier,
    count(*) filter (where job.attempts < job.max_attempts and job.run_at <= now()),
    extract(epoch from now() - min(job.run_at) filter (
      where job.attempts < job.max_attempts and job.run_at <= now() and job.locked_at is null))::double precision,
    count(*) filter (where job.attempts >= job.max_attempts and job.locked_at is null)
  from graphile_worker._private_jobs as job
  join graphile_worker._private_tasks as task on task.id = job.task_id
  group by task.identifier order by task.identifier
$$;

-- Gives the jobs of the organisation that gave up another chance; says how many there were.
create function jobs_try_again() returns int
  language sql security definer set search_path = public, pg_temp as $$
  with given_up as (
    select array_agg(job.id) as ids from graphile_worker._private_jobs as job
    where job.attempts >= job.max_attempts and job.locked_at is null
      and job.payload ->> 'organisationId' = current_organisation()::text
  ), again as (
    select graphile_worker.reschedule_jobs(given_up.ids, run_at := now(), attempts := 0) from given_up where ids is not null
  )
  select count(*)::int from again
$$;

revoke all on function operation_note_backup(timestamptz, timestamptz, bigint), operation_last_backup(), operation_jobs(),
  jobs_try_again() from public;
grant execute on function operation_note_backup(timestamptz, timestamptz, bigint), operation_last_backup(), operation_jobs(),
  jobs_try_again() to zegel_app;

-- Mail of all organisations: what waits, and what became of the last day's; numbers and times alone.
create function operation_mail() returns table (kind text, outcome text, mails bigint, oldest_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select found.kind, found.outcome, sum(found.mails)::bigint, min(found.oldest_at)
  from identity_organisation as organisation
  cross join (values ('queued', '-infinity'::timestamptz), ('handed-over', now() - interval '1 day'),
    ('failed', now() - interval '1 day')) as sought (state, since)
  cross join lateral (
    select dispatch.kind, case when dispatch.reported_at is null then dispatch.state else 'bounced' end as outcome,
      count(*) as mails, min(dispatch.created_at) as oldest_at
    from mail_dispatch as dispatch
    where dispatch.organisation_id = organisation.organisation_id
      and dispatch.state = sought.state and dispatch.created_at >= sought.since
    group by 1, 2
  ) as found
  group by 1, 2 order by 1, 2
$$;
grant select (organisation_id, kind, state, created_at, reported_at) on mail_dispatch to zegel_lookup;
select hand_to_lookup('operation_mail()');

create table operation_warning ( -- what admins were told is wrong, while it lasts
  organisation_id uuid not null references identity_organisation,
  kind text not null check (kind in ('disk', 'certificate', 'queue', 'backup', 'jobs')),
  step smallint not null, -- how bad it was when it was last told of; 0 is the worst
  since timestamptz not null,
  told_at timestamptz not null,
  over_at timestamptz, -- since then all is well; kept, so that what comes and goes is told of once a day
  primary key (organisation_id, kind)
);
select protect_table('operation_warning', 'select, insert, update, delete');
