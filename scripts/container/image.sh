#!/usr/bin/env bash
# Builds an image that behaves like the official postgres:<major> for a test run, without a registry:
# the PostgreSQL that comes with the dependencies, a shell, and the libraries that both need.
#
#   scripts/container/image.sh [major]        makes pggit-test-postgres:<major> (17)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

major=${1:-17}
here=scripts/container
programs=(sh cat chmod mkdir rm sleep)

installation=$(node --input-type=module --eval "
  import { findBinaries } from '@pggit/testing/server';
  import { dirname } from 'node:path';
  console.log(dirname(dirname((await findBinaries($major)).postgres)));")

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,etc,tmp,var/lib/postgresql/data,var/run/postgresql}
chmod 755 "$root"
chmod 1777 "$root/tmp"
chmod 700 "$root/var/lib/postgresql/data"
cp -a "$installation" "$root/usr"
for program in "${programs[@]}"; do cp -L "$(command -v "$program")" "$root/bin/$program"; done
install -m 755 "$here/entrypoint.sh" "$root/bin/entrypoint"
echo 'postgres:x:999:999::/var/lib/postgresql:/bin/sh' > "$root/etc/passwd"
echo 'postgres:x:999:' > "$root/etc/group"

# The shared libraries that all of this needs beside its own. ldd fails on files that are no programs.
{ find "$root" -type f \( -path '*/bin/*' -o -name '*.so*' \) -exec ldd {} + 2> /dev/null || true; } |
  grep -oE '/[^ :]+\.so[^ ]*' | grep -vF "$root" | sort -u > "$root/tmp/libraries"
while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done < "$root/tmp/libraries"
rm "$root/tmp/libraries"

tar --create --directory "$root" --owner=999 --group=999 --numeric-owner . |
  docker import \
    --change 'ENV PATH=/usr/bin:/bin PGDATA=/var/lib/postgresql/data' \
    --change 'USER postgres' \
    --change 'WORKDIR /' \
    --change 'EXPOSE 5432' \
    --change 'ENTRYPOINT ["/bin/entrypoint"]' \
    --change 'CMD ["postgres"]' \
    - "pggit-test-postgres:$major" > /dev/null
echo "pggit-test-postgres:$major"
