-- For H2 and PostgreSQL alike.
create table llm_chats (
    nr bigint generated always as identity primary key,
    owner varchar(255) not null,
    id varchar(255) not null,
    title varchar(255) not null,
    last_said timestamp(6) with time zone not null,
    unique (owner, id)
);

create index llm_chats_latest on llm_chats (owner, last_said);

create table llm_turns (
    nr bigint generated always as identity primary key,
    chat bigint not null references llm_chats (nr) on delete cascade,
    role varchar(16) not null,
    content text not null,
    partial boolean not null,
    answered_by text,
    said_at timestamp(6) with time zone not null
);

create index llm_turns_of_chat on llm_turns (chat, nr);
