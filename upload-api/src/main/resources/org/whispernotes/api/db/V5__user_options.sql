-- What the options of a user's new sessions are where these say nothing.
alter table users add column options jsonb not null default '{}';
