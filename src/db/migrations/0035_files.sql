-- Folders, files and their versions; groups of members. Names, properties and content are sealed (docs/spec/files.md).

alter table spaces_space drop constraint spaces_space_kind_check;
alter table spaces_space add constraint spaces_space_kind_check
  check (kind in ('compliance', 'mailbox', 'contacts', 'conversation', 'folder'));

create table identity_group (
  organisation_id uuid not null references identity_organisation,
  group_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null,
  primary key (organisation_id, group_id),
  unique (organisation_id, name)
);
select protect_table('identity_group', 'select, insert, update, delete');

create table identity_group_member (
  organisation_id uuid not null references identity_organisation,
  group_id uuid not null,
  member_id uuid not null,
  primary key (organisation_id, group_id, member_id),
  foreign key (organisation_id, group_id) references identity_group on delete cascade,
  foreign key (organisation_id, member_id) references identity_member
);
create index identity_group_member_member on identity_group_member (organisation_id, member_id);
select protect_table('identity_group_member', 'select, insert, delete');

create table files_space (
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  personal_of uuid, -- the member whose own folder it is
  is_general boolean not null default false, -- everybody's
  sequence bigint not null default 0, -- of the last change; its row is locked while one is written
  used_bytes bigint not null default 0, -- of all versions
  versions_kept int not null default 10 check (versions_kept >= 10),
  keep_days int not null default 90 check (keep_days >= 0), -- versions beyond those
  step_up_minutes int check (step_up_minutes between 1 and 1440), -- asks for the second factor
  created_at timestamptz not null,
  primary key (organisation_id, space_id),
  foreign key (organisation_id, space_id) references spaces_space,
  foreign key (organisation_id, personal_of) references identity_member (organisation_id, member_id)
);
create unique index files_space_personal on files_space (organisation_id, personal_of);
create unique index files_space_general on files_space (organisation_id) where is_general;
select protect_table('files_space', 'select, insert, update');

create table keys.files_name_key ( -- the folder's name key, sealed to an epoch
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  epoch int not null,
  sealed bytea not null,
  primary key (organisation_id, space_id, epoch),
  foreign key (organisation_id, space_id, epoch) references spaces_epoch
);
select protect_table('keys.files_name_key', 'select, insert, update, delete');

create table files_right (
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  subject_kind text not null check (subject_kind in ('member', 'group', 'everybody', 'guest')),
  subject_id uuid not null, -- member, group, organisation, link
  role text not null check (role in ('owner', 'editor', 'reader', 'uploader')),
  until timestamptz,
  given_by uuid not null, -- member
  given_at timestamptz not null,
  primary key (organisation_id, space_id, subject_kind, subject_id),
  foreign key (organisation_id, space_id) references files_space
);
create index files_right_subject on files_right (organisation_id, subject_id);
create index files_right_until on files_right (organisation_id, until) where until is not null;
select protect_table('files_right', 'select, insert, update, delete');

create table files_entry (
  organisation_id uuid not null references identity_organisation,
  entry_id uuid not null, -- of a folder space's root: the space's id
  space_id uuid not null,
  parent_id uuid, -- null: the root
  kind text not null check (kind in ('folder', 'file')),
  mount_space_id uuid, -- a subfolder with rights of its own: where its content is
  name_mac bytea not null check (octet_length(name_mac) = 32),
  name_sealed bytea not null,
  revision bigint not null, -- number of the last change
  version int, -- of a file: the current one
  reserved_version int not null default 0,
  size_bytes bigint not null default 0,
  modified_at timestamptz not null, -- as its writer says
  changed_at timestamptz not null,
  changed_by uuid, -- member; null: a guest
  trashed_at timestamptz,
  trashed_by uuid,
  created_at timestamptz not null,
  primary key (organisation_id, entry_id),
  foreign key (organisation_id, space_id) references files_space,
  foreign key (organisation_id, mount_space_id) references files_space (organisation_id, space_id),
  check ((kind = 'file') = (version is not null)),
  check (mount_space_id is null or kind = 'folder')
);
create unique index files_entry_name on files_entry (organisation_id, parent_id, name_mac) where trashed_at is null and parent_id is not null;
create index files_entry_parent on files_entry (organisation_id, parent_id, entry_id);
create index files_entry_space on files_entry (organisation_id, space_id, revision);
create index files_entry_mount on files_entry (organisation_id, mount_space_id) where mount_space_id is not null;
create index files_entry_trash on files_entry (organisation_id, space_id, trashed_at) where trashed_at is not null;
select protect_table('files_entry', 'select, insert, update, delete');

create table files_version (
  organisation_id uuid not null references identity_organisation,
  entry_id uuid not null,
  version int not null,
  size_bytes bigint not null,
  modified_at timestamptz not null,
  created_at timestamptz not null,
  created_by uuid, -- member; null: a guest
  door text not null check (door in ('web', 'webdav', 'sync', 'guest', 'cli')),
  device_id uuid, -- app password
  device text not null default '' check (length(device) <= 200), -- as people call it: program and system
  label_sealed bytea, -- what somebody called this version
  is_pinned boolean not null default false,
  primary key (organisation_id, entry_id, version),
  foreign key (organisation_id, entry_id) references files_entry on delete cascade,
  foreign key (organisation_id, entry_id, version) references spaces_object (organisation_id, object_id, version)
);
select protect_table('files_version', 'select, insert, update, delete');

-- The ten newest versions stay, the current one and pinned ones, as long as there is the file.
create function files_keep_versions() returns trigger language plpgsql as $$
begin
  if exists (select from files_entry e where e.organisation_id = old.organisation_id and e.entry_id = old.entry_id and (
    e.version = old.version or old.is_pinned or (
      select count(*) from files_version v
      where v.organisation_id = old.organisation_id and v.entry_id = old.entry_id and v.version > old.version) < 10))
  then raise exception 'the ten newest versions of a file stay, and pinned ones' using errcode = 'restrict_violation'; end if;
  return old;
end
$$;
create trigger files_keep_versions before delete on files_version for each row execute function files_keep_versions();

-- A file goes from the trash alone.
create function files_from_trash() returns trigger language plpgsql as $$
begin
  if old.trashed_at is null then
    raise exception 'what is not in the trash is not erased' using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;
create trigger files_from_trash before delete on files_entry for each row execute function files_from_trash();

create table files_change ( -- what each change left; nobody changes it
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  sequence bigint not null,
  entry_id uuid not null,
  act text not null check (act in ('added', 'written', 'renamed', 'moved', 'trashed', 'restored', 'erased', 'rewound')),
  at timestamptz not null,
  member_id uuid,
  door text not null,
  device_id uuid,
  parent_id uuid,
  name_mac bytea not null,
  name_sealed bytea not null,
  version int,
  is_trashed boolean not null,
  primary key (organisation_id, space_id, sequence),
  foreign key (organisation_id, space_id) references files_space
);
create index files_change_entry on files_change (organisation_id, entry_id, sequence);
create index files_change_at on files_change (organisation_id, space_id, at);
select protect_table('files_change', 'select, insert, delete');

create table files_lock ( -- of WebDAV
  organisation_id uuid not null references identity_organisation,
  token uuid not null,
  space_id uuid not null,
  entry_id uuid not null,
  is_exclusive boolean not null,
  is_deep boolean not null, -- depth infinity
  owner_sealed bytea not null, -- what the client says about who it is
  member_id uuid not null,
  expires_at timestamptz not null,
  primary key (organisation_id, token),
  foreign key (organisation_id, entry_id) references files_entry on delete cascade
);
create index files_lock_entry on files_lock (organisation_id, entry_id);
create index files_lock_space on files_lock (organisation_id, space_id);
select protect_table('files_lock', 'select, insert, update, delete');

create table files_property ( -- dead properties of WebDAV
  organisation_id uuid not null references identity_organisation,
  entry_id uuid not null,
  property_mac bytea not null check (octet_length(property_mac) = 32),
  sealed bytea not null check (octet_length(sealed) <= 70000),
  primary key (organisation_id, entry_id, property_mac),
  foreign key (organisation_id, entry_id) references files_entry on delete cascade
);
select protect_table('files_property', 'select, insert, update, delete');

create table files_handed_out ( -- which version of which file went to whom, once a day and door
  organisation_id uuid not null references identity_organisation,
  entry_id uuid not null,
  version int not null,
  member_id uuid not null,
  door text not null,
  day int not null, -- since 1970-01-01, UTC
  at timestamptz not null,
  primary key (organisation_id, member_id, day, entry_id, version, door),
  foreign key (organisation_id, member_id) references identity_member
);
create index files_handed_out_entry on files_handed_out (organisation_id, entry_id);
select protect_table('files_handed_out', 'select, insert');
