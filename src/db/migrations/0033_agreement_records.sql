create table agreements_records_key ( -- what mails were like is sealed to this; whoever holds the issuing key opens it
  organisation_id uuid not null references identity_organisation,
  issuing_key_id uuid not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  signature bytea not null, -- the issuing key's
  created_at timestamptz not null,
  primary key (organisation_id, issuing_key_id)
);
select protect_table('agreements_records_key', 'select, insert');

create table agreements_record ( -- what one mail was like: addresses, kinds and counts, no text
  organisation_id uuid not null references identity_organisation,
  record_id uuid not null,
  issuing_key_id uuid not null,
  at timestamptz not null,
  sealed bytea not null check (octet_length(sealed) <= 65536),
  primary key (organisation_id, record_id),
  foreign key (organisation_id, issuing_key_id) references agreements_records_key
);
create index agreements_record_at on agreements_record (organisation_id, at);
select protect_table('agreements_record', 'select, insert, delete');
