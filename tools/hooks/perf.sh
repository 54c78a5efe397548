#!/bin/sh
# Records where the time of every worker goes, with perf, to perf.data in the folder of its generation.
#
#   respawn run --on-worker tools/hooks/perf.sh build/pong
#   perf report -i .respawn/gen/000003/perf.data
#
# perf ends with its worker; so the file is complete when the worker is gone. PERF_OPTIONS are added to those of
# perf record, such as '--call-graph dwarf'. A generation that is started again gets perf.data.1 and so on.
#
# Was run: by tests/process/hooks_test.cpp, perf 6.1.

[ "$RESPAWN_EVENT" = started ] || exit 0

file=$RESPAWN_DIR/perf.data
number=0
while [ -e "$file" ]; do
    number=$((number + 1))
    file=$RESPAWN_DIR/perf.data.$number
done

# shellcheck disable=SC2086 # several options
perf record --quiet $PERF_OPTIONS -p "$RESPAWN_PID" -o "$file"
code=$?
# A worker that was gone before perf had begun is no failure.
kill -0 "$RESPAWN_PID" 2>/dev/null || exit 0
exit "$code"
