#!/usr/bin/env bash
# Runs sluice from a clone of its repository, which it builds the first time: for the GitHub Action and for pre-commit.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ ! -e "$root/dist/cli/main.js" ]; then
  (cd "$root" && npm ci --no-audit --no-fund && npm run build) >&2
fi
exec node "$root/dist/cli/main.js" "$@"
