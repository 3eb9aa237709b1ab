-- Where the current run began: what is found abandoned is begun again from there.
alter table sessions add column from_stage text not null default 'prepare' check (from_stage in ('prepare', 'todos'));

-- What was said about the waiting time when the session was queued, to measure how good that is.
alter table sessions add column predicted_at timestamptz;
alter table sessions add column predicted_seconds double precision;
