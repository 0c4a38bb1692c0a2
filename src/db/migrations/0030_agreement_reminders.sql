create table agreements_reminder ( -- who was asked again to read a version
  organisation_id uuid not null references identity_organisation,
  version int not null,
  member_id uuid not null,
  times int not null,
  last_at timestamptz not null,
  primary key (organisation_id, version, member_id),
  foreign key (organisation_id, version) references agreements_version,
  foreign key (organisation_id, member_id) references identity_member (organisation_id, member_id)
);
select protect_table('agreements_reminder', 'select, insert, update');
