#!/bin/sh
# What the official image does with its variables and its data directory, as far as tests see it: the
# server starts once to be set up and once to serve, and says both times that it is ready.
set -eu

case "${1:-}" in
  -* | '') set -- postgres "$@" ;;
esac

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -z "${POSTGRES_PASSWORD:-}" ]; then
    echo 'Error: Database is uninitialized and superuser password is not specified.' >&2
    exit 1
  fi
  printf '%s\n' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username="$user" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --no-locale ${POSTGRES_INITDB_ARGS:-}
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
  if [ "$database" != postgres ]; then
    echo "create database \"$database\"" | postgres --single -D "$PGDATA" postgres > /dev/null
  fi
  pg_ctl -w -o "-c listen_addresses=''" start
  pg_ctl -w -m fast stop
  echo 'PostgreSQL init process complete; ready for start up.'
fi

exec "$@"
