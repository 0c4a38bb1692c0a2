-- Delivery: bounces that come later, further tries.

-- Each try is written down before it is made; unanswered_at before the end of the content is sent, so that a try whose
-- answer nobody heard is known as one, also after a crash.
alter table mail_dispatch add column first_try_at timestamptz;
alter table mail_dispatch add column next_try_at timestamptz;
alter table mail_dispatch add column unanswered_at timestamptz;
alter table mail_dispatch add column unanswered_tries int not null default 0;
alter table mail_dispatch add column delay_told_at timestamptz;
-- What a delivery report said later, without content.
alter table mail_dispatch add column reported_at timestamptz;
create index mail_dispatch_recipient on mail_dispatch (organisation_id, recipient_id) where recipient_id is not null;

alter table mail_dispatch drop constraint mail_dispatch_kind_check;
alter table mail_dispatch add constraint mail_dispatch_kind_check
  check (kind in ('notification', 'reminder', 'sms', 'notice', 'relay', 'invitation'));
