-- Organisations, people, keys, spaces, objects and the audit log.
-- Roles: the owner runs migrations; zegel_app (a group) serves requests and owns nothing; zegel_lookup owns the
-- few functions that must find an organisation before one is set, and may read only the columns named for it.

-- Roles belong to the whole cluster: another database of the same cluster may have made them, even at this moment.

do $$
declare each text;
begin
  foreach each in array array['zegel_app', 'zegel_lookup'] loop
    begin
      if not exists (select from pg_roles where rolname = each) then execute format('create role %I nologin', each); end if;
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end
$$;

create schema keys; -- headers and wrapped keys: exported apart from the rest, kept shorter
grant usage on schema public, keys to zegel_app, zegel_lookup;

create function current_organisation() returns uuid language plpgsql stable as $$
declare chosen text := nullif(current_setting('app.organisation_id', true), '');
begin
  if chosen is null then raise exception 'no organisation is set' using errcode = 'insufficient_privilege'; end if;
  return chosen::uuid;
end
$$;

-- The same for the owner, who is held to one organisation too; all of them only within a migration, which says so.
create function owner_sees(organisation uuid) returns boolean language plpgsql stable as $$
begin
  if current_setting('app.migrating', true) = 'on' then return true; end if;
  return organisation = public.current_organisation();
end
$$;

-- Every table of ours passes through here: row-level security, also for the owner, and rights for the app. (A superuser
-- is above policies: that is why the app never is one.)
create function protect_table(target regclass, rights text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy own_organisation on %s to zegel_app'
    ' using (organisation_id = (select current_organisation()))'
    ' with check (organisation_id = (select current_organisation()))', target);
  execute format(
    'create policy owner on %s to current_user'
    ' using (owner_sees(organisation_id)) with check (owner_sees(organisation_id))', target);
  execute format('grant %s on %s to zegel_app', rights, target);
end
$$;

create table identity_organisation (
  organisation_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  domain text not null unique check (domain = lower(domain)), -- mail to it belongs to one organisation
  root_public bytea not null check (octet_length(root_public) = 32),
  kit_fingerprint text not null,
  kit_shares smallint not null,
  kit_threshold smallint not null,
  settings jsonb not null default '{}', -- phone, website, colours, sender name, subject tag, link days, texts
  created_at timestamptz not null
);
select protect_table('identity_organisation', 'select, insert, update');

create table identity_member (
  organisation_id uuid not null references identity_organisation,
  member_id uuid not null,
  email text not null check (email = lower(email)),
  name text not null check (length(name) between 1 and 200),
  roles text[] not null, -- member, admin, officer, superuser, approver
  language text not null default 'nl',
  state text not null check (state in ('invited', 'active', 'locked', 'removed')),
  mailbox_space_id uuid,
  created_at timestamptz not null,
  primary key (organisation_id, member_id)
);
create unique index identity_member_email on identity_member (email) where state <> 'removed';
select protect_table('identity_member', 'select, insert, update');

-- Certified public keys. `certificate` is the signed statement; the columns repeat it for look-ups only.
create table certificates_key (
  organisation_id uuid not null references identity_organisation,
  key_id uuid not null,
  kind text not null check (kind in ('issuing', 'invitation', 'person', 'sub-identity', 'intake', 'compliance', 'officer')),
  subject_id uuid not null,
  issuer_key_id uuid not null,
  certificate bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organisation_id, key_id)
);
create index certificates_key_subject on certificates_key (organisation_id, subject_id, kind);
select protect_table('certificates_key', 'select, insert, update');

-- Secrets of keys that members share (the issuing key), sealed to a person's X25519 key.
create table keys.certificates_key_secret (
  organisation_id uuid not null references identity_organisation,
  key_id uuid not null,
  holder_member_id uuid not null,
  sealed bytea not null,
  primary key (organisation_id, key_id, holder_member_id),
  foreign key (organisation_id, key_id) references certificates_key,
  foreign key (organisation_id, holder_member_id) references identity_member
);
select protect_table('keys.certificates_key_secret', 'select, insert, update, delete');

-- What opens a person's identity: one row per way (password now; passkey, recovery code later).
create table keys.identity_unlock (
  organisation_id uuid not null references identity_organisation,
  unlock_id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('password', 'recovery', 'passkey', 'device')),
  salt bytea not null,
  parameters jsonb not null,
  verifier bytea not null,
  sealed_identity bytea not null,
  sealed_totp bytea, -- null until the second factor was set up
  totp_last_step bigint not null default 0,
  created_at timestamptz not null,
  primary key (organisation_id, unlock_id),
  foreign key (organisation_id, member_id) references identity_member
);
create index identity_unlock_member on keys.identity_unlock (organisation_id, member_id);
select protect_table('keys.identity_unlock', 'select, insert, update, delete');

create table identity_attempt ( -- failed tries, per subject, for limits
  organisation_id uuid not null references identity_organisation,
  subject text not null, -- 'login:<member>', 'totp:<member>', 'link:<link>'
  failures int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (organisation_id, subject)
);
select protect_table('identity_attempt', 'select, insert, update, delete');

create table identity_invitation (
  organisation_id uuid not null references identity_organisation,
  invitation_id uuid not null,
  member_id uuid not null,
  key_id uuid not null, -- the invitation's certified key; its seed follows from the secret in the link
  verifier bytea not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, invitation_id),
  foreign key (organisation_id, member_id) references identity_member,
  foreign key (organisation_id, key_id) references certificates_key
);
select protect_table('identity_invitation', 'select, insert, update, delete');

create table identity_session ( -- in no backup
  organisation_id uuid not null references identity_organisation,
  session_id bytea not null, -- hash derived from the token
  kind text not null check (kind in ('member', 'guest', 'pending')), -- pending: password passed, second factor not yet
  subject_id uuid not null, -- member, or link
  server_key_id text not null, -- which of the server's daily secrets wraps it
  sealed bytea not null,
  csrf_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null default '',
  primary key (organisation_id, session_id)
);
create unique index identity_session_id on identity_session (session_id);
create index identity_session_subject on identity_session (organisation_id, subject_id);
select protect_table('identity_session', 'select, insert, update, delete');

create table identity_app_password (
  organisation_id uuid not null references identity_organisation,
  app_password_id uuid not null,
  member_id uuid not null,
  key_id uuid not null, -- its certified sub-identity
  door text not null check (door in ('smtp', 'webdav', 'imap', 'caldav', 'sync', 'api')),
  label text not null,
  any_from boolean not null default false,
  user_name text not null, -- what the mail program sends as user: unique per installation
  verifier bytea not null,
  sealed_identity bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (organisation_id, app_password_id),
  foreign key (organisation_id, member_id) references identity_member,
  foreign key (organisation_id, key_id) references certificates_key
);
create unique index identity_app_password_user on identity_app_password (user_name);
select protect_table('identity_app_password', 'select, insert, update, delete');

create table spaces_space (
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  kind text not null check (kind in ('compliance', 'mailbox', 'contacts', 'conversation')),
  current_epoch int not null, -- the newest that exists
  reserved_epoch int not null, -- the newest number given out: what is sealed while it arrives knows its epoch before it exists
  created_at timestamptz not null,
  primary key (organisation_id, space_id)
);
create unique index spaces_space_compliance on spaces_space (organisation_id) where kind = 'compliance';
select protect_table('spaces_space', 'select, insert, update');

create table spaces_epoch (
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  epoch int not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  certificate bytea not null, -- kind epoch, signed by signer_key_id; or compliance, signed by the root
  signer_key_id uuid not null, -- of certificates_key, or the organisation's id: its root, which has no row
  created_at timestamptz not null,
  primary key (organisation_id, space_id, epoch),
  foreign key (organisation_id, space_id) references spaces_space
);
select protect_table('spaces_epoch', 'select, insert');

-- Membership of a space by a person; the wrapped key is the other half of access.
create table spaces_membership (
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  member_id uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, space_id, member_id),
  foreign key (organisation_id, space_id) references spaces_space,
  foreign key (organisation_id, member_id) references identity_member
);
create index spaces_membership_member on spaces_membership (organisation_id, member_id);
select protect_table('spaces_membership', 'select, insert, delete');

create table keys.spaces_wrap ( -- an epoch secret, sealed to one holder
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  epoch int not null,
  holder_kind text not null check (holder_kind in ('space', 'person', 'sub-identity', 'link', 'recovery', 'officer')),
  holder_id uuid not null, -- space, member, app password, link, organisation, member
  holder_epoch int not null default 0, -- of a holding space
  nested boolean not null default false, -- sealed to the contact's password key inside the link's key
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (organisation_id, space_id, epoch, holder_kind, holder_id),
  foreign key (organisation_id, space_id, epoch) references spaces_epoch
);
create index spaces_wrap_holder on keys.spaces_wrap (organisation_id, holder_kind, holder_id);
select protect_table('keys.spaces_wrap', 'select, insert, delete');

create table spaces_object (
  organisation_id uuid not null references identity_organisation,
  object_id uuid not null,
  version int not null,
  space_id uuid not null,
  epoch int not null,
  kind text not null,
  size_bytes bigint not null,
  payload_bytes bigint not null,
  blob_id uuid, -- where the payload is in the blob store; null: in spaces_content
  root bytea not null,
  leaves bytea not null,
  signature bytea not null,
  signer_key_id uuid not null,
  created_at timestamptz not null,
  primary key (organisation_id, object_id, version),
  foreign key (organisation_id, space_id, epoch) references spaces_epoch,
  foreign key (organisation_id, signer_key_id) references certificates_key
);
create index spaces_object_space on spaces_object (organisation_id, space_id, epoch);
create unique index spaces_object_blob on spaces_object (blob_id) where blob_id is not null;
select protect_table('spaces_object', 'select, insert, delete');

create table keys.spaces_header (
  organisation_id uuid not null references identity_organisation,
  object_id uuid not null,
  version int not null,
  header bytea not null,
  primary key (organisation_id, object_id, version),
  foreign key (organisation_id, object_id, version) references spaces_object on delete cascade
);
select protect_table('keys.spaces_header', 'select, insert, delete');

create table spaces_content ( -- payloads of up to 64 KiB; larger ones are in the blob store
  organisation_id uuid not null references identity_organisation,
  object_id uuid not null,
  version int not null,
  payload bytea not null check (octet_length(payload) <= 65536),
  primary key (organisation_id, object_id, version),
  foreign key (organisation_id, object_id, version) references spaces_object on delete cascade
);
alter table spaces_content alter column payload set storage external; -- ciphertext does not compress
select protect_table('spaces_content', 'select, insert, delete');

create table audit_entry ( -- append-only: the app may neither change nor remove
  organisation_id uuid not null references identity_organisation,
  entry_id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('member', 'guest', 'app-password', 'operator', 'system')),
  actor_id uuid,
  act text not null, -- room.verb-in-words, for example mail.message-sent
  subject_kind text,
  subject_id uuid,
  details jsonb not null default '{}', -- ids, counts, codes, addresses; never content
  primary key (organisation_id, entry_id)
);
create index audit_entry_subject on audit_entry (organisation_id, subject_id);
select protect_table('audit_entry', 'select, insert');

-- What must come before an organisation is known: each returns its id and nothing else.
create function organisation_of_member(sought text) returns uuid language sql stable security definer set search_path = public, pg_temp as
  $$ select organisation_id from identity_member where email = lower(sought) and state <> 'removed' $$;
create function organisation_of_session(sought bytea) returns uuid language sql stable security definer set search_path = public, pg_temp as
  $$ select organisation_id from identity_session where session_id = sought $$;
create function organisation_of_invitation(sought uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as
  $$ select organisation_id from identity_invitation where invitation_id = sought $$;
create function organisation_of_app_password(sought text) returns uuid language sql stable security definer set search_path = public, pg_temp as
  $$ select organisation_id from identity_app_password where user_name = sought $$;
create function organisation_of_domain(sought text) returns uuid language sql stable security definer set search_path = public, pg_temp as
  $$ select organisation_id from identity_organisation where domain = lower(sought) $$;
create function organisations() returns setof uuid language sql stable security definer set search_path = public, pg_temp as
  $$ select organisation_id from identity_organisation order by organisation_id $$;

grant select (organisation_id, email, state) on identity_member to zegel_lookup;
grant select (organisation_id, session_id) on identity_session to zegel_lookup;
grant select (organisation_id, invitation_id) on identity_invitation to zegel_lookup;
grant select (organisation_id, user_name) on identity_app_password to zegel_lookup;
grant select (organisation_id, domain) on identity_organisation to zegel_lookup;
-- Not merely `to` the role: a policy holds for its members too, and an owner may be one.
create policy lookup on identity_member for select to zegel_lookup using (current_user = 'zegel_lookup');
create policy lookup on identity_session for select to zegel_lookup using (current_user = 'zegel_lookup');
create policy lookup on identity_invitation for select to zegel_lookup using (current_user = 'zegel_lookup');
create policy lookup on identity_app_password for select to zegel_lookup using (current_user = 'zegel_lookup');
create policy lookup on identity_organisation for select to zegel_lookup using (current_user = 'zegel_lookup');

-- Hands a look-up function over to zegel_lookup, who reads the columns granted and nothing else. The owner is a member
-- of that role only meanwhile: else its policies would hold for the owner too.
create function hand_to_lookup(target regprocedure) returns void language plpgsql as $$
begin
  grant zegel_lookup to current_user;
  grant create on schema public to zegel_lookup;
  execute format('revoke all on function %s from public', target);
  execute format('grant execute on function %s to zegel_app', target);
  execute format('alter function %s owner to zegel_lookup', target);
  revoke create on schema public from zegel_lookup;
  revoke zegel_lookup from current_user;
end
$$;
revoke all on function hand_to_lookup(regprocedure), protect_table(regclass, text) from public;

select hand_to_lookup('organisation_of_member(text)');
select hand_to_lookup('organisation_of_session(bytea)');
select hand_to_lookup('organisation_of_invitation(uuid)');
select hand_to_lookup('organisation_of_app_password(text)');
select hand_to_lookup('organisation_of_domain(text)');
select hand_to_lookup('organisations()');
