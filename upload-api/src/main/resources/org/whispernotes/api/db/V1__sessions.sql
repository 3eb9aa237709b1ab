create table users (
    id          uuid primary key,
    name        text        not null,
    email       text unique,
    created_at  timestamptz not null default now()
);
-- Until somebody signs in there is one user: whoever sits at this machine.
insert into users (id, name) values ('00000000-0000-0000-0000-000000000001', 'local user');

create table api_keys (
    id            uuid primary key,
    user_id       uuid        not null references users (id) on delete cascade,
    name          text        not null,
    key_hash      bytea       not null unique,
    created_at    timestamptz not null default now(),
    last_used_at  timestamptz,
    revoked_at    timestamptz
);

create table batches (
    id          uuid primary key,
    user_id     uuid        not null references users (id) on delete cascade,
    label       text,
    created_at  timestamptz not null default now()
);

create table sessions (
    id                uuid primary key,
    user_id           uuid        not null references users (id) on delete cascade,
    batch_id          uuid references batches (id) on delete set null,
    filename          text        not null,
    content_type      text        not null,
    size_bytes        bigint      not null check (size_bytes >= 0),
    status            text        not null check (status in
                      ('UPLOADING', 'QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    stage             text        not null check (stage in
                      ('upload', 'queue', 'prepare', 'transcribe', 'assemble', 'todos', 'done')),
    percent           double precision not null default 0,
    run               integer     not null default 1 check (run >= 1),
    options           jsonb       not null default '{}',
    priority          integer     not null default 0,
    error_code        text,
    error_message     text,
    replayable        boolean     not null default false,
    warnings          text[]      not null default '{}',
    video_path        text        not null,
    transcript_path   text,
    todos_path        text,
    summary_path      text,
    language          text,
    duration_seconds  double precision,
    confidence        double precision,
    processing_ms     bigint,
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now(),
    queued_at         timestamptz,
    -- When its turn came and it was handed to the broker; null while it waits in the backlog.
    released_at       timestamptz,
    started_at        timestamptz,
    completed_at      timestamptz
);
create index sessions_of_user on sessions (user_id, created_at desc, id desc);
create index sessions_of_batch on sessions (batch_id);
create index sessions_under_way on sessions (status) where status in ('UPLOADING', 'QUEUED', 'PROCESSING');
create index sessions_measured on sessions (completed_at desc) where status = 'COMPLETED';

create table uploads (
    session_id       uuid primary key references sessions (id) on delete cascade,
    store_upload_id  text        not null,
    part_size        bigint      not null check (part_size > 0),
    part_count       integer     not null check (part_count >= 0),
    resumable        boolean     not null,
    expires_at       timestamptz not null
);

-- What has to happen outside the database because of a committed change; a row goes when it has happened.
create table outbox (
    id            bigint generated always as identity primary key,
    -- No foreign key: what is left to do for a deleted session outlives it.
    session_id    uuid        not null,
    user_id       uuid        not null,
    run           integer     not null,
    kind          text        not null check (kind in ('START', 'END', 'DELETE')),
    detail        jsonb       not null default '{}',
    created_at    timestamptz not null default now(),
    leased_until  timestamptz,
    attempts      integer     not null default 0,
    last_error    text
);
create index outbox_of_session on outbox (session_id, id);

-- The backlog. "turn" counts a user's sessions from those under way on, so that ordering by it serves users in turns.
create view waiting_sessions as
select s.id, s.user_id, s.priority, s.queued_at,
       row_number() over (partition by s.user_id order by s.priority desc, s.queued_at, s.id)
           + (select count(*) from sessions a
              where a.user_id = s.user_id and a.released_at is not null and a.status in ('QUEUED', 'PROCESSING')) as turn
from sessions s
where s.status = 'QUEUED' and s.released_at is null;
