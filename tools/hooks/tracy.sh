#!/bin/sh
# Captures the zones of every worker with Tracy, to trace.tracy in the folder of its generation.
#
#   respawn run --on-worker tools/hooks/tracy.sh build/pong
#
# The game is built with TRACY_ENABLE and with TRACY_ON_DEMAND, so that two workers side by side don't disturb each
# other; tracy-capture ends when its worker goes away. It connects to the first worker that listens on Tracy's port
# (TRACY_PORT, 8086): a new worker takes the next free one while the old one plays, so the capture begins when the
# worker is live. TRACY_CAPTURE names the program if it is not in PATH.
#
# Was not run: there was no Tracy.

[ "$RESPAWN_EVENT" = live ] || exit 0

exec "${TRACY_CAPTURE:-tracy-capture}" -f -o "$RESPAWN_DIR/trace.tracy" -p "${TRACY_PORT:-8086}"
