create table mail_warning ( -- what somebody did with a warning about a recipient; neither who nor which mail
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  warning_id uuid not null,
  signal text not null,
  heeded boolean not null, -- something was changed because of it; else it was sent all the same
  at timestamptz not null,
  primary key (organisation_id, warning_id)
);
create index mail_warning_mailbox on mail_warning (organisation_id, mailbox_space_id, signal, at);
select protect_table('mail_warning', 'select, insert, delete');
