//! The same small database in both dialects.

use tempfile::NamedTempFile;

/// Makes an SQLite file.
pub(crate) fn sqlite(sql: &str) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    rusqlite::Connection::open(file.path())
        .unwrap()
        .execute_batch(sql)
        .unwrap();
    file
}

pub(crate) const SQLITE: &str = r#"
create table people (
    id integer primary key not null,
    name text not null,
    email text
);
create table tasks (
    id integer primary key not null,
    code text not null unique,
    title text not null,
    parent_id integer references Tasks
);
create table task_people (
    task_id integer not null references tasks (ID),
    person_id integer not null references people,
    primary key (task_id, person_id)
);
create table samples (
    id integer primary key not null,
    flag boolean,
    whole bigint,
    price numeric(12, 2),
    ratio double precision,
    label text,
    day date,
    local_time timestamp,
    instant timestamptz,
    tags text[],
    numbers numeric[],
    token uuid,
    data bytea,
    doc jsonb
);
insert into people values (1, 'Ada', 'ada@example.org'), (2, 'Émile', null),
    (3, 'Zoë', 'zoe@example.org');
insert into tasks values (10, 'a-2', 'Ten', 1), (2, 'B-2', 'Two', 1), (1, 'a-1', 'Same', null),
    (3, 'T|1', 'Same', 2), (11, 'é', 'Eleven', 11);
insert into task_people values (10, 2), (1, 2), (2, 1), (1, 1);
insert into samples values (
    1, 1, 9007199254740993, 12.10, 0.1, 'naïve 🚀
line | two', '2024-02-29', '2026-05-01 10:00:00.25', '2026-05-01 10:00:00+02:00',
    '["a", "b", "b c"]', '[1, 2.5]', '6F9619FF-8B86-D011-B42D-00C04FC964FF', x'00ff10',
    '{"b": "x", "a": [1, 2.5, null]}'
), (2, null, null, null, null, null, null, null, null, null, null, null, null, null),
   (3, 0, -1, 0, -1.5e10, '', '1969-12-31', '1969-12-31 23:59:59', '1969-12-31T23:59:59Z', '[]',
    '[null]', null, x'', '[]');
"#;

pub(crate) const POSTGRES: &str = r#"
create table people (
    id bigint primary key,
    name text not null,
    email varchar(200)
);
create table tasks (
    id integer primary key,
    code text not null unique,
    title text not null,
    parent_id integer references tasks
);
create table task_people (
    task_id integer not null references tasks,
    person_id bigint not null references people,
    primary key (task_id, person_id)
);
create table samples (
    id smallint primary key,
    flag boolean,
    whole bigint,
    price numeric(12, 2),
    ratio double precision,
    label text,
    day date,
    local_time timestamp,
    instant timestamptz,
    tags text[],
    numbers numeric[],
    token uuid,
    data bytea,
    doc jsonb
);
insert into people values (1, 'Ada', 'ada@example.org'), (2, 'Émile', null),
    (3, 'Zoë', 'zoe@example.org');
insert into tasks values (1, 'a-1', 'Same', null), (10, 'a-2', 'Ten', 1), (2, 'B-2', 'Two', 1),
    (3, 'T|1', 'Same', 2), (11, 'é', 'Eleven', 11);
insert into task_people values (10, 2), (1, 2), (2, 1), (1, 1);
insert into samples values (
    1, true, 9007199254740993, 12.10, 0.1, E'naïve 🚀\nline | two', '2024-02-29',
    '2026-05-01 10:00:00.25', '2026-05-01 10:00:00+02:00', '{a,b,"b c"}', '{1,2.5}',
    '6F9619FF-8B86-D011-B42D-00C04FC964FF', '\x00ff10', '{"b": "x", "a": [1, 2.5, null]}'
), (2, null, null, null, null, null, null, null, null, null, null, null, null, null),
   (3, false, -1, 0, -1.5e10, '', '1969-12-31', '1969-12-31 23:59:59', '1969-12-31T23:59:59Z',
    '{}', '{null}', null, '', '[]');
"#;

pub(crate) const EXOTIC: &str = r#"
create schema "odd names";
set search_path to "odd names";
create type mood as enum ('sad', 'glad');
create domain email as text check (value like '%@%');
create domain work_email as email;
create table "The ""Table""" (
    id uuid primary key,
    mood mood,
    email work_email,
    grid integer[],
    span interval,
    range int4range,
    address inet,
    moods mood[],
    tiny char(5),
    not_a_number numeric,
    forever timestamptz,
    long_ago date,
    half integer,
    computed integer generated always as (half * 2) stored
);
insert into "The ""Table""" values ('6f9619ff-8b86-d011-b42d-00c04fc964ff', 'glad',
    'ada@example.org', '{{1,2},{3,null}}', '1 year 2 days 3 hours', '[1,4]', '10.0.0.1',
    '{glad,sad}', 'ab', 'NaN', 'infinity', '0044-03-15 BC', 2);
"#;
