#!/bin/sh
# Runs one Criterion program and turns into a failure what Criterion lets pass: a sanitizer's report (it does not read
# its workers' exit status) and a suite in which no test was registered.
out=$(mktemp -d) || exit 99
trap 'rm -rf "$out"' EXIT
ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}log_path=$out/san" \
UBSAN_OPTIONS="${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}log_path=$out/san:print_stacktrace=1" \
    "$@" >"$out/tap"
rc=$?
cat "$out/tap"
if grep -qx '1\.\.0' "$out/tap"; then
    echo "no test was registered" >&2
    exit 1
fi
for report in "$out"/san*; do
    [ -e "$report" ] || continue
    cat "$report" >&2
    rc=1
done
exit $rc
