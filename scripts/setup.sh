#!/bin/sh
# Installs the npm packages when package-lock.json is not the one that was installed last. Quick otherwise.
set -eu
cd "$(dirname "$0")/.."
sh scripts/check-tools.sh

installed=node_modules/.installed-lock.json
cmp -s package-lock.json "$installed" && [ -x node_modules/.bin/node ] && exit 0

echo "installing npm packages"
npm ci --no-progress --loglevel=error
cp package-lock.json "$installed"
