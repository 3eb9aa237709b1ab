create table dead_letters (
    id                 uuid primary key,
    session_id         uuid,
    run                integer,
    step               text,
    queue              text        not null,
    message_id         text,
    content_type       text,
    exception_class    text        not null,
    exception_message  text,
    -- Exception and step: what failed for the same reason at the same place.
    group_key          text        not null,
    headers            jsonb       not null,
    x_death            jsonb       not null default '[]',
    payload            bytea       not null,
    host               text,
    worker_id          text,
    attempts           integer     not null default 1,
    first_failed_at    timestamptz,
    last_failed_at     timestamptz,
    received_at        timestamptz not null default now(),
    status             text        not null default 'OPEN' check (status in ('OPEN', 'REPLAYED', 'DISCARDED')),
    -- The dead letter whose replay failed again, and how often that has happened in a row.
    replay_of          uuid references dead_letters (id) on delete set null,
    loops              integer     not null default 0
);
create index dead_letters_open on dead_letters (received_at desc) where status = 'OPEN';
create index dead_letters_of_group on dead_letters (group_key);
create index dead_letters_of_session on dead_letters (session_id);

-- Who did what to which dead letter, when and why.
create table replays (
    id              bigint generated always as identity primary key,
    dead_letter_id  uuid        not null references dead_letters (id) on delete cascade,
    action          text        not null check (action in ('REPLAY', 'EDIT', 'DISCARD')),
    user_id         uuid        not null references users (id) on delete cascade,
    reason          text,
    outcome         text        not null,
    edited_payload  bytea,
    message_id      text,
    at              timestamptz not null default now()
);
create index replays_of_dead_letter on replays (dead_letter_id, id);
