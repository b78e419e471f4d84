#!/usr/bin/env bash
# Pushes this machine's own package database into an emulated Notion workspace, three times.
#
#   ./run.sh [DIRECTORY]      keeps everything in DIRECTORY; without one, nothing is kept
#
# Needs dpkg-query, Python 3, the PostgreSQL server binaries, psql and curl. RECTO names the binary
# to run; without it, the one of this checkout is built.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$(mktemp -d -t recto-packages.XXXXXX)}
mkdir -p "$work"
work=$(cd "$work" && pwd)
if [ -e "$work/cluster" ]; then
    echo "$work holds an earlier run; name another directory or remove it" >&2
    exit 1
fi

for tool in dpkg-query python3 psql curl; do
    command -v "$tool" > /dev/null || { echo "$tool is missing: install it first" >&2; exit 1; }
done
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)
bin=${bin:-$(pg_config --bindir)}
[ -x "$bin/initdb" ] || { echo "no PostgreSQL server here: apt install postgresql" >&2; exit 1; }

if [ -z "${RECTO:-}" ]; then
    cargo build --quiet --release --package recto-cli --manifest-path "$here/../../Cargo.toml"
    RECTO=$(cargo metadata --no-deps --format-version 1 --manifest-path "$here/../../Cargo.toml" |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/release/recto
fi

emulator=
# PostgreSQL refuses to run as root, so root runs it as the user the package made for it.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@")
    else
        "$@"
    fi
}
finish() {
    [ -z "$emulator" ] || { kill -TERM "$emulator" 2> /dev/null && wait "$emulator" || true; }
    [ ! -e "$work/cluster/postmaster.pid" ] ||
        as_postgres "$bin/pg_ctl" --pgdata "$work/cluster" --mode immediate --silent stop || true
    [ -n "${1:-}" ] || rm -rf "$work"
}
trap 'finish "${1:-}"' EXIT
say() { printf '\n== %s\n' "$*"; }

say "A throw-away PostgreSQL"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/cluster"
if [ "$(id -u)" = 0 ]; then
    chown postgres "$work/cluster"
    chmod a+x "$work"
fi
as_postgres "$bin/initdb" --pgdata "$work/cluster" --username recto --auth trust --encoding UTF8 \
    --locale C --no-sync > "$work/initdb.log"
as_postgres "$bin/pg_ctl" --pgdata "$work/cluster" --wait --silent --log "$work/cluster/log" \
    --options "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c fsync=off" \
    start
export DATABASE_URL="postgres://recto@127.0.0.1:$port/postgres"
psql --no-psqlrc --quiet --tuples-only --no-align --command 'select version()' "$DATABASE_URL" |
    cut -d, -f1

say "Load the package database"
"$here/load.py" | psql --no-psqlrc --quiet "$DATABASE_URL"

say "An emulated Notion workspace"
"$RECTO" emulator --port 0 --data "$work/workspace.sqlite" --format json \
    > "$work/emulator.json" 2> "$work/emulator.log" &
emulator=$!
for _ in $(seq 100); do
    [ ! -s "$work/emulator.json" ] || break
    kill -0 "$emulator" 2> /dev/null || { cat "$work/emulator.log" >&2; exit 1; }
    sleep 0.05
done
field() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$work/emulator.json" "$1"; }
export NOTION_BASE_URL NOTION_TOKEN RECTO_ID_PARENT
NOTION_BASE_URL=$(field base_url)
NOTION_TOKEN=$(field token)
RECTO_ID_PARENT=$(field root_page_id)
echo "$NOTION_BASE_URL"

cp "$here/recto.toml" "$work/recto.toml"
push() { "$RECTO" push --quiet --config "$work/recto.toml" --report "$work/$1.json" "${@:2}"; }
# Holds a report against the database: each table's rows are all there, and none is unaccounted for.
account() {
    for table in sections maintainers packages; do
        echo "$table $(psql --no-psqlrc --quiet --tuples-only --no-align \
            --command "select count(*) from $table" "$DATABASE_URL")"
    done | python3 "$here/account.py" "$work/$1.json" "${@:2}"
}

say "First push: everything is new"
push first --create-missing
account first

say "Second push: nothing is"
push second
account second writes=0

say "An upgrade"
psql --no-psqlrc --quiet --file "$here/upgrade.sql" "$DATABASE_URL"
sed --quiet 's/^-- /  /p' "$here/upgrade.sql"

say "What it will change"
# Exit code 2 says that there is something to do.
"$RECTO" plan --quiet --config "$work/recto.toml" && exit 1 || [ $? = 2 ]

say "Third push: the upgrade"
push third
account third created=3 updated=6

say "Fourth push: nothing again"
push fourth
account fourth writes=0

say "What the workspace was asked"
curl --silent --show-error "$NOTION_BASE_URL/_emulator/requests"
echo
