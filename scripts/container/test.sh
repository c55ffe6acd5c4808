#!/usr/bin/env bash
# Runs test files with PGGIT_TEST_PG=container where no registry can be reached: on an image built here,
# and with a Docker daemon of its own when none answers (root, and the package docker.io, then).
#
#   scripts/container/test.sh test/sql/kinds/domain.test.ts ...        PGGIT_TEST_PG_VERSIONS as always
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

major=${PGGIT_TEST_PG_VERSIONS:-17}
work=$(mktemp -d)
daemon=

stop() {
  if [ -n "$daemon" ]; then
    kill "$daemon"
    wait "$daemon" || true
  fi
  rm -rf "$work"
}
trap stop EXIT

if ! docker info > /dev/null 2>&1; then
  export DOCKER_HOST=unix://$work/docker.sock
  dockerd --host "$DOCKER_HOST" --data-root "$work/data" --exec-root "$work/run" \
    --pidfile "$work/docker.pid" > "$work/log" 2>&1 &
  daemon=$!
  until docker info > /dev/null 2>&1; do
    kill -0 "$daemon" 2> /dev/null || { tail -n 20 "$work/log" >&2; exit 1; }
    sleep 0.2
  done
fi

image=$(scripts/container/image.sh "$major")
began=$(date +%s)
# Ryuk, which removes containers of killed runs, is an image that would have to be pulled.
PGGIT_TEST_PG=container PGGIT_TEST_IMAGE=$image TESTCONTAINERS_RYUK_DISABLED=true \
  npx vitest run "$@"

# A run that never touched a container proves nothing.
started=$(docker events --since "$began" --until "$(date +%s)" \
  --filter "image=$image" --filter event=start --format '{{.ID}}' | wc -l)
left=$(docker ps --all --quiet --filter "ancestor=$image" | wc -l)
echo "containers of $image: $started started, $left left"
[ "$started" -gt 0 ] && [ "$left" -eq 0 ]
