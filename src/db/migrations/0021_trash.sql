-- When a message was thrown away: after a while it goes from the mailbox for good.

alter table mail_mailbox_entry add column trashed_at timestamptz;
update mail_mailbox_entry set trashed_at = now() where place = 'trash';
create index mail_mailbox_entry_trashed on mail_mailbox_entry (organisation_id, trashed_at) where trashed_at is not null;
