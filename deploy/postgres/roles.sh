#!/bin/sh
# Runs once, when the cluster is new (docker-compose.yml): two roles, so that the application cannot rewrite the trail (docs/trail.md),
# and one that a replica follows by (docs/scale.md).
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
  --set owner_password="$POSTGRES_PASSWORD" --set application_password="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE ksbb_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE ksbb LOGIN PASSWORD :'application_password';
GRANT ksbb TO ksbb_owner;
CREATE ROLE ksbb_replica REPLICATION LOGIN PASSWORD :'owner_password';
CREATE DATABASE ksbb OWNER ksbb_owner;
SQL
echo 'host replication ksbb_replica all scram-sha-256' >> "$PGDATA/pg_hba.conf"
