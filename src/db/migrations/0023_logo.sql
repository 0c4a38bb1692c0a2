-- The firm's logo, as guests see it. Its digest is in the organisation's settings.

create table identity_logo (
  organisation_id uuid primary key references identity_organisation,
  png bytea not null check (octet_length(png) <= 32768), -- made anew from its chunks: no words, no programs
  created_at timestamptz not null
);
select protect_table('identity_logo', 'select, insert, update, delete');
