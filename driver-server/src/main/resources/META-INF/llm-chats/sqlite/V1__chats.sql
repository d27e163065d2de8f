-- Times are microseconds since 1970 in UTC; a number that was given away is never given again.
create table llm_chats (
    nr integer primary key autoincrement,
    owner text not null,
    id text not null,
    title text not null,
    last_said integer not null,
    unique (owner, id)
) strict;

create index llm_chats_latest on llm_chats (owner, last_said);

create table llm_turns (
    nr integer primary key autoincrement,
    chat integer not null references llm_chats (nr) on delete cascade,
    role text not null,
    content text not null,
    partial integer not null,
    answered_by text,
    said_at integer not null
) strict;

create index llm_turns_of_chat on llm_turns (chat, nr);
