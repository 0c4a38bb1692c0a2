create table mail_habits ( -- whose data this mailbox sent to whom: keyed hashes and addresses, sealed for the mailbox
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  epoch int not null,
  sealed bytea not null check (octet_length(sealed) <= 1048576),
  primary key (organisation_id, mailbox_space_id)
);
select protect_table('mail_habits', 'select, insert, update, delete');
