-- What a space holds, as it changed (docs/spec/audit-log.md): heads of it stand in the audit log.

create table spaces_change ( -- append-only, but for the position, which is given once
  organisation_id uuid not null references identity_organisation,
  change_id uuid not null,
  space_id uuid not null,
  object_id uuid not null,
  version int not null,
  comes boolean not null, -- into the space; false: it goes
  signature bytea not null check (octet_length(signature) = 64), -- the object's
  mac bytea check (octet_length(mac) = 32), -- HMAC of the change under a key outside the database; null: from before heads
  position bigint check (position > 0), -- among the changes of its space; null: waits
  at timestamptz not null default clock_timestamp(),
  primary key (organisation_id, change_id)
);
select protect_table('spaces_change', 'select, insert');
grant update (position) on spaces_change to zegel_app;
create unique index spaces_change_position on spaces_change (organisation_id, space_id, position);
create index spaces_change_waiting on spaces_change (organisation_id, change_id) where position is null;

create table spaces_head ( -- of each space that ever held something: where the next change is added
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  changes bigint not null check (changes > 0),
  chain bytea not null check (octet_length(chain) = 32),
  primary key (organisation_id, space_id),
  foreign key (organisation_id, space_id) references spaces_space
);
select protect_table('spaces_head', 'select, insert, update');

-- What is there already comes first.
insert into spaces_change (organisation_id, change_id, space_id, object_id, version, comes, signature)
select organisation_id, gen_random_uuid(), space_id, object_id, version, true, signature from spaces_object;
