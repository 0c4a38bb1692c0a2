-- Following up: reminders, expiry notices, extensions.

-- What was done and asked since a message was sent. No secret leaves by any of it.
alter table mail_recipient add column reminded_at timestamptz;
alter table mail_recipient add column expiry_told_at timestamptz;
alter table mail_recipient add column more_time_asked_at timestamptz;
alter table mail_recipient add column other_way_asked_at timestamptz;

-- Days without opening after which a recipient is reminded, once; null: as the organisation has it; 0: never.
alter table mail_message add column remind_after_days int check (remind_after_days between 0 and 60);

-- The payload lives on in its sender's mailbox; nobody else has a key of it any more.
alter table mail_attachment add column recalled_at timestamptz;
grant update (object_id, recalled_at) on mail_attachment to zegel_app;

create table mail_follow_up_setting (
  organisation_id uuid primary key references identity_organisation,
  remind_after_days int not null check (remind_after_days between 0 and 60), -- 0: never
  expiry_notice_days int not null check (expiry_notice_days between 0 and 30) -- 0: none
);
select protect_table('mail_follow_up_setting', 'select, insert, update');

create table mail_visit ( -- each time somebody passed a link's check: one address may have several people behind it
  organisation_id uuid not null references identity_organisation,
  visit_id uuid not null,
  link_id uuid not null,
  entered_at timestamptz not null,
  verification text not null check (verification in ('none', 'sms', 'password')),
  phone_hint text, -- the last two digits of the number that the code went to
  browser text not null, -- family and kind of device, as far as the browser says
  primary key (organisation_id, visit_id),
  foreign key (organisation_id, link_id) references mail_link
);
create index mail_visit_link on mail_visit (organisation_id, link_id, entered_at);
select protect_table('mail_visit', 'select, insert, delete');
