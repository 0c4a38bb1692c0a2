create table support_question ( -- what a colleague asked; its words are in the conversation, sealed
  organisation_id uuid not null references identity_organisation,
  question_id uuid not null,
  conversation_id uuid not null,
  asked_by uuid not null, -- member
  asked_at timestamptz not null,
  screen text not null check (length(screen) <= 200), -- where it was asked, with ids
  state text not null check (state in ('open', 'handed-over', 'closed')),
  handed_to text, -- an address
  settled_by uuid, -- member
  settled_at timestamptz,
  primary key (organisation_id, question_id),
  foreign key (organisation_id, asked_by) references identity_member (organisation_id, member_id)
);
create index support_question_asked on support_question (organisation_id, asked_at);
select protect_table('support_question', 'select, insert, update');
