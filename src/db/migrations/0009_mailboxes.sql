-- Shared mailboxes, stand-ins in somebody's own, archive and labels.

create table mail_mailbox ( -- a mailbox of several members, at an address of the firm
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  email text not null check (email = lower(email)),
  name text not null check (length(name) between 1 and 200),
  -- Name, address, members, and the key that its mail is sealed to, as an admin said it: signed with the issuing key.
  statement bytea not null,
  signature bytea not null,
  issuing_key_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, mailbox_space_id),
  foreign key (organisation_id, mailbox_space_id) references spaces_space (organisation_id, space_id)
);
create unique index mail_mailbox_email on mail_mailbox (email);
select protect_table('mail_mailbox', 'select, insert, update');

-- An address is a member's or a shared mailbox's, never both.
create function address_of_one() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'mail_mailbox' then
    if exists (select from identity_member where email = new.email and state <> 'removed'
      and organisation_id = new.organisation_id) then
      raise unique_violation using constraint = 'mail_mailbox_email';
    end if;
  elsif new.state <> 'removed' and exists (select from mail_mailbox where email = new.email
      and organisation_id = new.organisation_id) then
    raise unique_violation using constraint = 'identity_member_email';
  end if;
  return new;
end
$$;
create trigger address_of_one before insert or update of email on mail_mailbox
  for each row execute function address_of_one();
create trigger address_of_one before insert or update of email, state on identity_member
  for each row execute function address_of_one();

create table mail_stand_in ( -- a colleague who acts in a member's own mailbox for a while
  organisation_id uuid not null references identity_organisation,
  stand_in_id uuid not null,
  mailbox_space_id uuid not null,
  owner_id uuid not null,
  member_id uuid not null, -- who stands in
  from_at timestamptz not null,
  until_at timestamptz not null,
  next_epoch int not null, -- made ready by the owner: what comes after the end is sealed to it
  signature bytea not null, -- the owner's, over all of the above
  key_id uuid not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (organisation_id, stand_in_id),
  foreign key (organisation_id, mailbox_space_id) references spaces_space (organisation_id, space_id),
  foreign key (organisation_id, owner_id) references identity_member (organisation_id, member_id),
  foreign key (organisation_id, member_id) references identity_member (organisation_id, member_id),
  check (until_at > from_at)
);
create unique index mail_stand_in_one on mail_stand_in (organisation_id, mailbox_space_id) where ended_at is null;
create index mail_stand_in_member on mail_stand_in (organisation_id, member_id) where ended_at is null;
select protect_table('mail_stand_in', 'select, insert, update');

-- The mailbox that a message was sent from; sender_id stays who wrote it.
alter table mail_message add column sender_mailbox_id uuid;
update mail_message message set sender_mailbox_id = member.mailbox_space_id
  from identity_member member
  where message.sender_kind = 'member' and member.organisation_id = message.organisation_id
    and member.member_id = message.sender_id;
create index mail_message_sent_from on mail_message (organisation_id, sender_mailbox_id, sent_at desc) where sender_mailbox_id is not null;

-- Where a message lies: in its folder, put away, or thrown away.
alter table mail_mailbox_entry add column place text not null default 'folder' check (place in ('folder', 'archive', 'trash'));
create index mail_mailbox_entry_place on mail_mailbox_entry (organisation_id, mailbox_space_id, place, at desc, message_id desc);
create index mail_mailbox_entry_unread on mail_mailbox_entry (organisation_id, mailbox_space_id, at desc) where read_at is null;

create table mail_label (
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  label_id uuid not null,
  sealed_name bytea not null, -- to the mailbox's epoch: names of labels tell what mail is about
  epoch int not null,
  colour text not null check (colour in ('petrol', 'green', 'amber', 'red', 'violet', 'grey')),
  created_at timestamptz not null,
  primary key (organisation_id, mailbox_space_id, label_id),
  foreign key (organisation_id, mailbox_space_id) references spaces_space (organisation_id, space_id)
);
select protect_table('mail_label', 'select, insert, update, delete');

create table mail_conversation_label (
  organisation_id uuid not null references identity_organisation,
  mailbox_space_id uuid not null,
  conversation_id uuid not null,
  label_id uuid not null,
  primary key (organisation_id, mailbox_space_id, conversation_id, label_id),
  foreign key (organisation_id, mailbox_space_id, label_id) references mail_label on delete cascade,
  foreign key (organisation_id, conversation_id) references mail_conversation
);
create index mail_conversation_label_label on mail_conversation_label (organisation_id, mailbox_space_id, label_id);
select protect_table('mail_conversation_label', 'select, insert, delete');
