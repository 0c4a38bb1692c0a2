-- Copies for Bcc recipients, repeated submissions, and limits on what guests may try.

-- A Bcc recipient gets a conversation of their own; the sender sees it as one message with the original.
alter table mail_message add column copy_of uuid;
alter table mail_message add foreign key (organisation_id, copy_of) references mail_message;
create index mail_message_copy on mail_message (organisation_id, copy_of) where copy_of is not null;

-- client_message_id holds an HMAC under the pepper: what the sender's program wrote is nobody else's business.
create index mail_message_client on mail_message (organisation_id, sender_id, client_message_id)
  where client_message_id is not null;

-- Which epoch of which mailbox sealed_secret is sealed to.
alter table mail_link add column secret_space_id uuid;
alter table mail_link add column secret_epoch int;
-- Wrong codes and passwords: in the link's whole life, and lately.
alter table mail_link add column wrong_answers int not null default 0;
alter table mail_link add column recent_wrong int not null default 0;
alter table mail_link add column recent_wrong_since timestamptz;

-- Nothing can be opened by it any more: it expired, or all it opened was recalled.
alter table mail_link add column closed_at timestamptz;
create index mail_link_expiry on mail_link (organisation_id, expires_at) where closed_at is null;
create index mail_recipient_contact on mail_recipient (organisation_id, contact_id);

create table mail_sms_number ( -- texts per phone number, over all links; the number itself is not kept
  organisation_id uuid not null references identity_organisation,
  number_mac bytea not null, -- HMAC under the pepper
  sends int not null,
  first_send_at timestamptz not null,
  primary key (organisation_id, number_mac)
);
select protect_table('mail_sms_number', 'select, insert, update, delete');

-- What is remembered for a contact's check is signed by who wrote it down: nobody puts another password key in its place.
alter table mail_contact add column check_signature bytea;
alter table mail_contact add column check_key_id uuid;
