-- Getting back in: recovery codes, back-up codes, access given back.

create table keys.identity_backup_code ( -- for when the authenticator is lost; each works once
  organisation_id uuid not null references identity_organisation,
  member_id uuid not null,
  code_mac bytea not null, -- HMAC under the pepper, bound to the member
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (organisation_id, member_id, code_mac),
  foreign key (organisation_id, member_id) references identity_member
);
select protect_table('keys.identity_backup_code', 'select, insert, update, delete');

create table identity_recovery_mail ( -- a link that stands in for the second factor, beside the recovery code
  organisation_id uuid not null references identity_organisation,
  member_id uuid not null,
  token_hash bytea not null,
  expires_at timestamptz not null,
  primary key (organisation_id, member_id),
  foreign key (organisation_id, member_id) references identity_member
);
select protect_table('identity_recovery_mail', 'select, insert, update, delete');

-- An invitation that gives a member access back: the mailbox is there already.
alter table identity_invitation add column gives_back boolean not null default false;
