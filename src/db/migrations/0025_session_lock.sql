-- A session that waits for its person's password: nobody was at the keyboard for a while.

alter table identity_session add column locked_at timestamptz;
