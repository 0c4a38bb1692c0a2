-- Contacts: names, personal and of the firm.

alter table mail_contact add column sealed_name bytea; -- to the contacts space
alter table mail_contact add column name_epoch int;
alter table mail_contact add column forgotten_at timestamptz; -- taken off the list; the row stays for messages that name it

create table mail_personal_contact ( -- what one mailbox remembers of a contact, before what the firm does
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  contact_id uuid not null,
  verification text check (verification in ('none', 'sms', 'password')),
  sealed_phone bytea, -- to the mailbox
  phone_epoch int,
  password_salt bytea,
  password_public bytea,
  sealed_name bytea, -- to the mailbox
  name_epoch int,
  check_signature bytea not null,
  check_key_id uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, mailbox_space_id, contact_id),
  foreign key (organisation_id, contact_id) references mail_contact,
  foreign key (organisation_id, mailbox_space_id) references spaces_space (organisation_id, space_id)
);
select protect_table('mail_personal_contact', 'select, insert, update, delete');

create table mail_contact_import ( -- so that it can be undone
  organisation_id uuid not null references identity_organisation,
  import_id uuid not null,
  member_id uuid not null,
  mailbox_space_id uuid, -- null: the firm's contacts
  created int not null,
  changed int not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (organisation_id, import_id)
);
select protect_table('mail_contact_import', 'select, insert, update, delete');

create table mail_contact_import_row (
  organisation_id uuid not null references identity_organisation,
  import_id uuid not null,
  contact_id uuid not null,
  written bytea not null, -- signature of what the import wrote: what was changed since is left alone
  previous jsonb, -- the check as it was, sealed as it was; null: there was none
  primary key (organisation_id, import_id, contact_id),
  foreign key (organisation_id, import_id) references mail_contact_import on delete cascade
);
select protect_table('mail_contact_import_row', 'select, insert, delete');
