-- What `apt upgrade` does to the package database, in small: new versions, other sizes, a dependency
-- that comes, one that goes, a new maintainer and a new package. The packages named here are on
-- every Debian system.
\set ON_ERROR_STOP on
begin;

-- Security updates: a version and a size.
update packages set version = version || '+deb12u99', installed_kib = installed_kib + 24
where name in ('bash', 'coreutils', 'dpkg', 'tar');

-- A package changes hands.
insert into maintainers (id, name, email)
values ('team@lists.example.org', 'Example Base Team', 'team@lists.example.org');
update packages set maintainer = 'team@lists.example.org' where name = 'hostname';

-- A new library arrives, and two packages begin to need it.
insert into packages
    (name, version, architecture, priority, essential, section, maintainer, homepage,
     installed_kib, summary, description)
values
    ('librecto-example0', '0.1-1', 'amd64', 'optional', false, 'libs', 'team@lists.example.org',
     null, 96, 'library that only this example installs', null);
insert into dependencies (package, depends_on)
values ('librecto-example0', 'libc6'), ('bash', 'librecto-example0'), ('tar', 'librecto-example0');

-- A package that only pulls in others: more of them than a page shows of a relation (25).
insert into packages
    (name, version, architecture, priority, essential, section, maintainer, installed_kib, summary)
values
    ('recto-example-all', '0.1-1', 'all', 'optional', false, 'misc', 'team@lists.example.org', 10,
     'pulls in sixty libraries');
insert into dependencies (package, depends_on)
select 'recto-example-all', name from packages where section = 'libs' order by name limit 60;

-- One package stops needing another.
delete from dependencies
where (package, depends_on) in
    (select package, depends_on from dependencies where package = 'grep' order by depends_on limit 1);

commit;
