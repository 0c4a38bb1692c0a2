-- Uploads that can be resumed.

-- An object moves (draft to message) by a new header around the same payload; nothing else of it ever changes.
grant update (space_id, epoch, kind, signature, signer_key_id) on spaces_object to zegel_app;
grant update (header) on keys.spaces_header to zegel_app;

create table uploads_upload ( -- the id is that of the object that it becomes
  organisation_id uuid not null references identity_organisation,
  upload_id uuid not null,
  member_id uuid not null, -- who sends it; signed the header
  space_id uuid not null, -- the mailbox that it is sealed to
  epoch int not null,
  size_bytes bigint not null check (size_bytes >= 0),
  offset_bytes bigint not null default 0, -- of content, durable: whole pieces, or everything
  leaves bytea not null default '', -- hashes of the pieces, 32 bytes each
  signature bytea not null, -- of the beginning: context, header, size
  signer_key_id uuid not null,
  blob_id uuid, -- once all is there: what the part becomes; null for what fits into the database
  held_by uuid, -- the draft that names it; a finished one that nobody holds runs out
  locked_by uuid, -- the request that is receiving
  locked_until timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz, -- null: held
  primary key (organisation_id, upload_id),
  foreign key (organisation_id, member_id) references identity_member,
  foreign key (organisation_id, space_id, epoch) references spaces_epoch,
  foreign key (organisation_id, signer_key_id) references certificates_key
);
create index uploads_upload_member on uploads_upload (organisation_id, member_id);
create index uploads_upload_held on uploads_upload (organisation_id, held_by) where held_by is not null;
create index uploads_upload_expires on uploads_upload (organisation_id, expires_at) where expires_at is not null;
select protect_table('uploads_upload', 'select, insert, update, delete');

create table keys.uploads_header ( -- the file key, sealed to the mailbox; goes when the object has its own header
  organisation_id uuid not null references identity_organisation,
  upload_id uuid not null,
  header bytea not null,
  primary key (organisation_id, upload_id),
  foreign key (organisation_id, upload_id) references uploads_upload on delete cascade
);
select protect_table('keys.uploads_header', 'select, insert, delete');
