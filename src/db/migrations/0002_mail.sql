-- Contacts, conversations, messages, recipients, guest links, and what waits to leave the house.

create table mail_contact (
  organisation_id uuid not null references identity_organisation,
  contact_id uuid not null,
  email text not null check (email = lower(email)),
  language text, -- as last chosen by the contact
  verification text check (verification in ('none', 'sms', 'password')), -- remembered choice
  sealed_phone bytea, -- to the contacts space's epoch key
  phone_epoch int,
  password_salt bytea,
  password_public bytea, -- X25519 key that follows from the agreed password
  created_at timestamptz not null,
  primary key (organisation_id, contact_id),
  unique (organisation_id, email)
);
select protect_table('mail_contact', 'select, insert, update, delete');

create table mail_conversation ( -- the conversation is a space of kind conversation with the same id
  organisation_id uuid not null references identity_organisation,
  conversation_id uuid not null,
  started_by uuid not null, -- member
  last_message_at timestamptz not null,
  created_at timestamptz not null,
  primary key (organisation_id, conversation_id),
  foreign key (organisation_id, conversation_id) references spaces_space (organisation_id, space_id)
);
select protect_table('mail_conversation', 'select, insert, update');

create table mail_message (
  organisation_id uuid not null references identity_organisation,
  message_id uuid not null,
  conversation_id uuid not null,
  epoch int not null, -- of the conversation's space: one per message
  door text not null check (door in ('web', 'smtp', 'guest', 'cli', 'api')),
  sender_kind text not null check (sender_kind in ('member', 'guest')),
  sender_id uuid not null, -- member or link
  sender_email text not null,
  secure boolean not null, -- false: ordinary mail, relayed as it came
  body_object_id uuid not null, -- kind message: subject, people, text, html, names of attachments
  summary_object_id uuid not null, -- kind summary: what lists show
  original_object_id uuid, -- kind original: the bytes as submitted, in the sender's mailbox space
  size_bytes bigint not null,
  attachment_count int not null,
  internet_message_id text not null, -- of the notification and of the copy, RFC 5322
  client_message_id text, -- as submitted; a repeated submission is recognised by it
  sent_at timestamptz not null,
  expires_at timestamptz,
  recalled_at timestamptz,
  primary key (organisation_id, message_id),
  unique (organisation_id, conversation_id, epoch),
  foreign key (organisation_id, conversation_id) references mail_conversation
);
select protect_table('mail_message', 'select, insert, update');

create table mail_attachment (
  organisation_id uuid not null references identity_organisation,
  attachment_id uuid not null,
  message_id uuid not null,
  object_id uuid not null,
  position int not null,
  size_bytes bigint not null,
  primary key (organisation_id, attachment_id),
  unique (organisation_id, message_id, position),
  foreign key (organisation_id, message_id) references mail_message
);
select protect_table('mail_attachment', 'select, insert, delete');

create table mail_mailbox_entry ( -- a message's place in a mailbox
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  folder text not null check (folder in ('inbox', 'sent')),
  at timestamptz not null,
  read_at timestamptz,
  primary key (organisation_id, mailbox_space_id, message_id),
  foreign key (organisation_id, message_id) references mail_message
);
create index mail_mailbox_entry_list on mail_mailbox_entry (organisation_id, mailbox_space_id, folder, at desc, message_id desc);
create index mail_mailbox_entry_conversation on mail_mailbox_entry (organisation_id, conversation_id, at);
select protect_table('mail_mailbox_entry', 'select, insert, update, delete');

create table mail_link ( -- a guest's way in
  organisation_id uuid not null references identity_organisation,
  link_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  public_key bytea not null, -- X25519, from the secret in the link
  verification text not null check (verification in ('none', 'sms', 'password')),
  sealed_phone bytea, -- to public_key
  password_salt bytea, -- of the contact at the time; null unless verification is password
  sealed_secret bytea, -- the link's secret, to the sender's mailbox epoch, so that it can be sent again
  language text not null,
  expires_at timestamptz not null,
  opened_at timestamptz, -- first opened by a person
  created_at timestamptz not null,
  primary key (organisation_id, link_id),
  foreign key (organisation_id, conversation_id) references mail_conversation,
  foreign key (organisation_id, contact_id) references mail_contact
);
select protect_table('mail_link', 'select, insert, update, delete');

create table mail_code ( -- the SMS code that is valid now
  organisation_id uuid not null references identity_organisation,
  link_id uuid not null,
  code_mac bytea, -- null until dispatched
  tries int not null default 0,
  requested_at timestamptz not null,
  sent_at timestamptz,
  expires_at timestamptz,
  sends int not null default 1, -- since first_send_at, for the limit per link
  first_send_at timestamptz not null,
  primary key (organisation_id, link_id),
  foreign key (organisation_id, link_id) references mail_link on delete cascade
);
select protect_table('mail_code', 'select, insert, update, delete');

create table mail_recipient (
  organisation_id uuid not null references identity_organisation,
  recipient_id uuid not null,
  message_id uuid not null,
  email text not null,
  role text not null check (role in ('to', 'cc', 'bcc')),
  route text not null check (route in ('member', 'guest', 'relay')),
  verification text check (verification in ('none', 'sms', 'password')),
  contact_id uuid,
  link_id uuid,
  mailbox_space_id uuid,
  state text not null check (state in ('waiting', 'queued', 'handed-over', 'delivered', 'bounced', 'opened', 'downloaded', 'replied', 'recalled')),
  -- waiting: the verification is incomplete; delivered: to a colleague's mailbox
  reason text, -- code or SMTP answer, without content
  queued_at timestamptz,
  handed_over_at timestamptz,
  bounced_at timestamptz,
  opened_at timestamptz,
  downloaded_at timestamptz,
  replied_at timestamptz,
  recalled_at timestamptz,
  primary key (organisation_id, recipient_id),
  foreign key (organisation_id, message_id) references mail_message,
  foreign key (organisation_id, contact_id) references mail_contact
);
create index mail_recipient_message on mail_recipient (organisation_id, message_id);
create index mail_recipient_link on mail_recipient (organisation_id, link_id);
select protect_table('mail_recipient', 'select, insert, update');

create table mail_dispatch ( -- what waits to leave: sealed to the queue key, gone once the smarthost said 250
  organisation_id uuid not null references identity_organisation,
  dispatch_id uuid not null,
  kind text not null check (kind in ('notification', 'sms', 'notice', 'relay', 'invitation')),
  recipient_id uuid,
  link_id uuid,
  queue_key_id text not null,
  sealed bytea, -- null when gone, or when the payload is in the blob store
  blob_id uuid,
  payload_bytes bigint not null,
  state text not null check (state in ('queued', 'handed-over', 'failed')),
  attempts int not null default 0,
  last_answer text,
  created_at timestamptz not null,
  handed_over_at timestamptz,
  primary key (organisation_id, dispatch_id)
);
create index mail_dispatch_state on mail_dispatch (organisation_id, state, created_at);
select protect_table('mail_dispatch', 'select, insert, update, delete');

create table mail_outbox ( -- only with `outbox:` instead of a smarthost or SMS gateway; sealed to the queue key
  organisation_id uuid not null references identity_organisation,
  outbox_id uuid not null,
  kind text not null check (kind in ('mail', 'sms')),
  queue_key_id text not null,
  sealed bytea not null,
  at timestamptz not null,
  primary key (organisation_id, outbox_id)
);
create index mail_outbox_at on mail_outbox (organisation_id, at desc);
select protect_table('mail_outbox', 'select, insert, delete');

create function organisation_of_link(sought uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as
  $$ select organisation_id from mail_link where link_id = sought $$;
grant select (organisation_id, link_id) on mail_link to zegel_lookup;
create policy lookup on mail_link for select to zegel_lookup using (current_user = 'zegel_lookup');

select hand_to_lookup('organisation_of_link(uuid)');
