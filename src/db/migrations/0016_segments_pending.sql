-- What waits to be merged into segments (docs/spec/segments.md): looking for it costs what waits, not what the space holds.

create table segments_pending (
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  item_id uuid not null,
  tries smallint not null default 0, -- sessions that could not open it
  primary key (organisation_id, space_id, item_id),
  foreign key (organisation_id, space_id) references spaces_space
);
select protect_table('segments_pending', 'select, insert, update, delete');

insert into segments_pending (organisation_id, space_id, item_id)
select entry.organisation_id, entry.mailbox_space_id, entry.message_id
from mail_mailbox_entry entry
where not exists (
  select from segments_item item
  where item.organisation_id = entry.organisation_id
    and item.space_id = entry.mailbox_space_id and item.item_id = entry.message_id
);
