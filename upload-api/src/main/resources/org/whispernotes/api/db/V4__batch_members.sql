-- Sessions that belong to a batch beside the one that they were sent with: a job over recordings that are already here.
create table batch_members (
    batch_id    uuid not null references batches (id) on delete cascade,
    session_id  uuid not null references sessions (id) on delete cascade,
    primary key (batch_id, session_id)
);
create index batch_members_of_session on batch_members (session_id);
