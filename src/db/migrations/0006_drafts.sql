-- Drafts, templates, and messages that wait for their time.

create table mail_draft ( -- what is being written: sealed to the mailbox, replaced with each save
  organisation_id uuid not null references identity_organisation,
  draft_id uuid not null, -- made by the writer
  mailbox_space_id uuid not null,
  object_id uuid not null, -- kind draft
  summary_object_id uuid not null, -- kind draft-summary: what lists show
  conversation_id uuid, -- that it answers in
  version int not null,
  message_id uuid, -- made of it, and not gone yet
  updated_by uuid not null, -- member
  updated_at timestamptz not null,
  primary key (organisation_id, draft_id),
  foreign key (organisation_id, mailbox_space_id) references spaces_space (organisation_id, space_id)
);
create index mail_draft_list on mail_draft (organisation_id, mailbox_space_id, updated_at desc);
select protect_table('mail_draft', 'select, insert, update, delete');

-- Set while a message waits for its time; its Bcc copies have it too. Nobody but the sender sees such a message.
alter table mail_message add column release_at timestamptz;
grant delete on mail_message, mail_recipient, mail_conversation to zegel_app; -- of what never left

create table mail_scheduled ( -- a message that waits for its time
  organisation_id uuid not null references identity_organisation,
  message_id uuid not null,
  mailbox_space_id uuid not null, -- that it leaves from
  sender_id uuid not null, -- member
  draft_id uuid not null,
  release_at timestamptz not null,
  stopped_at timestamptz, -- its sender may not send any more: it does not leave
  created_at timestamptz not null,
  primary key (organisation_id, message_id),
  foreign key (organisation_id, message_id) references mail_message on delete cascade
);
create index mail_scheduled_due on mail_scheduled (organisation_id, release_at) where stopped_at is null;
create index mail_scheduled_list on mail_scheduled (organisation_id, mailbox_space_id, release_at);
select protect_table('mail_scheduled', 'select, insert, update, delete');

create table mail_held ( -- what becomes a dispatch when its message is released; sealed to the queue key
  organisation_id uuid not null references identity_organisation,
  dispatch_id uuid not null,
  message_id uuid not null, -- the scheduled one, also for what concerns its copies
  kind text not null,
  recipient_id uuid,
  link_id uuid,
  queue_key_id text not null,
  sealed bytea not null,
  primary key (organisation_id, dispatch_id),
  foreign key (organisation_id, message_id) references mail_scheduled on delete cascade
);
create index mail_held_message on mail_held (organisation_id, message_id);
select protect_table('mail_held', 'select, insert, delete');

create table mail_template (
  organisation_id uuid not null references identity_organisation,
  template_id uuid not null, -- made by the writer
  scope text not null check (scope in ('mine', 'firm')),
  space_id uuid not null, -- a mailbox, or the contacts space
  object_id uuid not null, -- kind template
  updated_by uuid not null, -- member
  updated_at timestamptz not null,
  primary key (organisation_id, template_id)
);
create index mail_template_space on mail_template (organisation_id, space_id);
select protect_table('mail_template', 'select, insert, update, delete');

create table mail_writing ( -- how one writes from a mailbox
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  undo_seconds int not null check (undo_seconds between 0 and 120),
  signature_in_replies boolean not null,
  signature_object_id uuid, -- kind signature
  primary key (organisation_id, mailbox_space_id)
);
select protect_table('mail_writing', 'select, insert, update');

create table mail_address_use ( -- how often a mailbox wrote to an address
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  email text not null collate "C",
  uses int not null,
  last_used_at timestamptz not null,
  primary key (organisation_id, mailbox_space_id, email)
);
select protect_table('mail_address_use', 'select, insert, update, delete');
-- Ranges over the bytes of addresses: LIKE finds no index under row-level security.
create index mail_contact_prefix on mail_contact (organisation_id, email collate "C");

create table mail_share ( -- a colleague was let into a conversation, signed by who did it
  organisation_id uuid not null references identity_organisation,
  conversation_id uuid not null,
  mailbox_space_id uuid not null,
  member_id uuid not null,
  shared_by uuid not null, -- member
  signature bytea not null,
  signer_key_id uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, conversation_id, mailbox_space_id),
  foreign key (organisation_id, conversation_id) references mail_conversation,
  foreign key (organisation_id, signer_key_id) references certificates_key (organisation_id, key_id)
);
select protect_table('mail_share', 'select, insert, update, delete');
