-- What guests keep: trusted devices, notification codes.

-- The code that a notification prints, so that its reader can ask whether it is real; as HMAC under the pepper.
alter table mail_link add column notification_mac bytea;
create unique index mail_link_notification on mail_link (notification_mac) where notification_mac is not null;
grant select (notification_mac) on mail_link to zegel_lookup;
create function organisation_of_notification(sought bytea) returns uuid
  language sql stable security definer set search_path = public, pg_temp as
  $$ select organisation_id from mail_link where notification_mac = sought $$;
select hand_to_lookup('organisation_of_notification(bytea)');

create table mail_trusted_device ( -- a browser in which a guest passed the check, and need not again for a while
  organisation_id uuid not null references identity_organisation,
  device_id uuid not null,
  contact_id uuid not null,
  token_hash bytea not null, -- of what follows from the cookie and the contact: two contacts on one device don't show
  kind text not null check (kind in ('sms', 'password')),
  sealed bytea not null, -- what was proven, under a key from cookie and pepper
  user_agent text not null, -- as sessions have it: to recognise the device in a list
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organisation_id, device_id),
  unique (organisation_id, contact_id, token_hash, kind),
  foreign key (organisation_id, contact_id) references mail_contact on delete cascade
);
create index mail_trusted_device_expiry on mail_trusted_device (organisation_id, expires_at);
select protect_table('mail_trusted_device', 'select, insert, update, delete');

create table mail_reply_budget ( -- what came in through a link within a day
  organisation_id uuid not null references identity_organisation,
  link_id uuid not null,
  since timestamptz not null,
  received_bytes bigint not null,
  replies int not null,
  primary key (organisation_id, link_id),
  foreign key (organisation_id, link_id) references mail_link on delete cascade
);
select protect_table('mail_reply_budget', 'select, insert, update, delete');
