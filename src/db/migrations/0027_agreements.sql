-- Working agreements: every version that was put in force, and who has read and agreed to it.

create table agreements_version (
  organisation_id uuid not null references identity_organisation,
  version int not null check (version >= 1),
  -- The document, its number, who put it in force and the digest of the statement before it: signed with the issuing key.
  statement bytea not null check (octet_length(statement) <= 262144),
  signature bytea not null,
  issuing_key_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, version),
  foreign key (organisation_id, created_by) references identity_member (organisation_id, member_id)
);
select protect_table('agreements_version', 'select, insert');

create table agreements_reading ( -- a member has read a version and agrees
  organisation_id uuid not null references identity_organisation,
  version int not null,
  member_id uuid not null,
  signature bytea not null, -- the member's, over the digest of the statement
  key_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, version, member_id),
  foreign key (organisation_id, version) references agreements_version,
  foreign key (organisation_id, member_id) references identity_member (organisation_id, member_id)
);
select protect_table('agreements_reading', 'select, insert');
