#!/usr/bin/env bash
# What action.yml runs: `lint` and `test` as annotations, and once more as SARIF where that is asked for. Ends with the
# first exit code that is not 0.
set -uo pipefail
shopt -s globstar
sluice() { "$(dirname "${BASH_SOURCE[0]}")/from-clone.sh" "$@" --lang "${SLUICE_LANGUAGE:-en}"; }

status=0
for verb in lint test; do
  name="SLUICE_${verb^^}"
  # Unquoted, so that it is split into paths and globs are expanded.
  files=(${!name:-})
  [ ${#files[@]} = 0 ] && continue
  sluice "$verb" "${files[@]}" --format github
  code=$?
  [ $status = 0 ] && status=$code
  if [ -n "${SLUICE_SARIF:-}" ]; then
    mkdir -p "$SLUICE_SARIF"
    sluice "$verb" "${files[@]}" --format sarif >"$SLUICE_SARIF/sluice-$verb.sarif"
  fi
done
exit $status
