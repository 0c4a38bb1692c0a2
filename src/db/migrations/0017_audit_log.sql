-- The audit log as a Merkle log (docs/spec/audit-log.md): what was written, in the order in which it was placed.

create table audit_pending ( -- written with the entry, gone once it is placed
  organisation_id uuid not null references identity_organisation,
  entry_id uuid not null,
  mac bytea check (octet_length(mac) = 32), -- HMAC of the entry under a key outside the database
  primary key (organisation_id, entry_id)
);
select protect_table('audit_pending', 'select, insert, delete');

create table audit_leaf ( -- append-only, but for salts that are erased
  organisation_id uuid not null references identity_organisation,
  position bigint not null check (position >= 0),
  entry_id uuid not null,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  salt bytea check (octet_length(salt) = 32), -- null: the entry was erased
  primary key (organisation_id, position),
  unique (organisation_id, entry_id)
);
select protect_table('audit_leaf', 'select, insert');

create table audit_node ( -- hashes of complete subtrees of 2^level leaves; level 0 is in audit_leaf
  organisation_id uuid not null references identity_organisation,
  level int not null check (level between 1 and 52),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (organisation_id, level, index)
);
select protect_table('audit_node', 'select, insert');

create table audit_checkpoint ( -- signed notes
  organisation_id uuid not null references identity_organisation,
  size bigint not null check (size > 0),
  note text not null,
  at timestamptz not null,
  mailed_at timestamptz,
  primary key (organisation_id, size)
);
select protect_table('audit_checkpoint', 'select, insert');
grant update (mailed_at) on audit_checkpoint to zegel_app;
create index audit_checkpoint_mailed on audit_checkpoint (organisation_id, size) where mailed_at is not null;

create index audit_entry_actor on audit_entry (organisation_id, actor_id, entry_id);
create index audit_entry_act on audit_entry (organisation_id, act, entry_id);

-- What was written before there was a log is placed first.
insert into audit_pending (organisation_id, entry_id) select organisation_id, entry_id from audit_entry;

-- Takes content and salts of placed entries away; their leaf hashes stay.
create function audit_erase(ids uuid[]) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare erased int;
begin
  update audit_leaf set salt = null
    where organisation_id = current_organisation() and entry_id = any(ids) and salt is not null;
  get diagnostics erased = row_count;
  delete from audit_entry entry using audit_leaf leaf
    where entry.organisation_id = current_organisation() and entry.entry_id = any(ids)
      and leaf.organisation_id = entry.organisation_id and leaf.entry_id = entry.entry_id;
  return erased;
end
$$;
revoke all on function audit_erase(uuid[]) from public;
grant execute on function audit_erase(uuid[]) to zegel_app;

-- Organisations in which something waits to be placed.
create function audit_waiting() returns setof uuid language sql stable security definer set search_path = public, pg_temp as
  $$ select distinct organisation_id from audit_pending order by organisation_id $$;
grant select (organisation_id) on audit_pending to zegel_lookup;
create policy lookup on audit_pending for select to zegel_lookup using (current_user = 'zegel_lookup');
select hand_to_lookup('audit_waiting()');
