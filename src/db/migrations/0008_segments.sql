-- Segments: finding without a key on the server (docs/spec/segments.md).

create table segments_space ( -- counts what was published: who merged from an older state publishes nothing
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  generation bigint not null default 0,
  primary key (organisation_id, space_id),
  foreign key (organisation_id, space_id) references spaces_space
);
select protect_table('segments_space', 'select, insert, update');

create table segments_segment (
  organisation_id uuid not null references identity_organisation,
  segment_id uuid not null, -- the sealed object
  version int not null default 1,
  space_id uuid not null,
  item_count int not null check (item_count > 0),
  primary key (organisation_id, segment_id),
  foreign key (organisation_id, segment_id, version) references spaces_object on delete cascade,
  foreign key (organisation_id, space_id) references spaces_space
);
create index segments_segment_space on segments_segment (organisation_id, space_id);
select protect_table('segments_segment', 'select, insert, delete');

create table segments_item ( -- which items a segment holds: whoever erases one, erases it
  organisation_id uuid not null references identity_organisation,
  space_id uuid not null,
  item_id uuid not null,
  segment_id uuid not null,
  primary key (organisation_id, space_id, item_id),
  foreign key (organisation_id, segment_id) references segments_segment on delete cascade
);
create index segments_item_segment on segments_item (organisation_id, segment_id);
create index segments_item_item on segments_item (organisation_id, item_id);
select protect_table('segments_item', 'select, insert, update, delete');
