-- Applications: sending once, and being told of states.

create table mail_idempotency ( -- what an application sent under an Idempotency-Key
  organisation_id uuid not null references identity_organisation,
  member_id uuid not null, -- in whose name
  key_mac bytea not null, -- HMAC under the pepper
  request_mac bytea not null, -- of what was asked for: the same key for something else is refused
  message_id uuid not null,
  at timestamptz not null,
  primary key (organisation_id, member_id, key_mac),
  foreign key (organisation_id, message_id) references mail_message on delete cascade
);
create index mail_idempotency_at on mail_idempotency (organisation_id, at);
select protect_table('mail_idempotency', 'select, insert, delete');

create table webhooks_endpoint ( -- where an application is told of states
  organisation_id uuid not null references identity_organisation,
  endpoint_id uuid not null,
  url text not null check (length(url) <= 2000),
  label text not null,
  events text[] not null, -- states that it is told of
  only_applications boolean not null, -- only of what came in by an application password
  secret_number int not null, -- the signing secret follows from the pepper, this row's id and this number
  state text not null check (state in ('active', 'paused')),
  failing_since timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, endpoint_id)
);
select protect_table('webhooks_endpoint', 'select, insert, update, delete');

create table webhooks_delivery ( -- one event for one endpoint: ids, a state and a time, no content
  organisation_id uuid not null references identity_organisation,
  delivery_id uuid not null,
  endpoint_id uuid not null,
  event text not null,
  body text not null,
  state text not null check (state in ('queued', 'delivered', 'failed')),
  attempts int not null default 0,
  last_answer text,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (organisation_id, delivery_id),
  foreign key (organisation_id, endpoint_id) references webhooks_endpoint on delete cascade
);
create index webhooks_delivery_list on webhooks_delivery (organisation_id, endpoint_id, delivery_id desc);
create index webhooks_delivery_settled on webhooks_delivery (organisation_id, settled_at) where settled_at is not null;
select protect_table('webhooks_delivery', 'select, insert, update, delete');
