-- Messages that the working agreements keep until an approver lets them go.

alter table mail_scheduled alter column draft_id drop not null; -- from a mail program there is none
alter table mail_scheduled add column awaits_approval boolean not null default false;
drop index mail_scheduled_due;
create index mail_scheduled_due on mail_scheduled (organisation_id, release_at)
  where stopped_at is null and not awaits_approval;

create table mail_hold (
  organisation_id uuid not null references identity_organisation,
  message_id uuid not null,
  sender_id uuid not null, -- member
  mailbox_space_id uuid not null, -- that it leaves from
  agreements_version int not null,
  may_read boolean not null, -- approvers hold a key of it while it waits
  held_at timestamptz not null, -- after the time for undoing
  deadline_at timestamptz not null,
  ends_at timestamptz not null, -- then it goes back to its sender
  told_at timestamptz, -- approvers
  deadline_told_at timestamptz, -- stand-ins and sender
  state text not null check (state in ('held', 'released', 'returned', 'refused', 'expired')),
  decided_by uuid, -- member
  decided_at timestamptz,
  note_epoch int, -- of the sender's mailbox
  note bytea check (octet_length(note) <= 16384), -- what the approver wrote, sealed
  primary key (organisation_id, message_id),
  foreign key (organisation_id, message_id) references mail_message on delete cascade
);
create index mail_hold_open on mail_hold (organisation_id, held_at) where state = 'held';
create index mail_hold_decided on mail_hold (organisation_id, decided_at) where state <> 'held';
select protect_table('mail_hold', 'select, insert, update, delete');

create table mail_hold_reason ( -- why, sealed for each who may know
  organisation_id uuid not null references identity_organisation,
  message_id uuid not null,
  mailbox_space_id uuid not null,
  epoch int not null,
  sealed bytea not null check (octet_length(sealed) <= 131072),
  primary key (organisation_id, message_id, mailbox_space_id),
  foreign key (organisation_id, message_id) references mail_hold on delete cascade
);
select protect_table('mail_hold_reason', 'select, insert, delete');
