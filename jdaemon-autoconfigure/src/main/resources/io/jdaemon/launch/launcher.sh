# What the launcher becomes: it passes signals on to the watcher (watch.sh) and ends with
# the status that the watcher writes to standard input. For any POSIX sh.
#
# It is the daemon's parent, and must not reap it before the watcher has seen how it
# ended. dash does that only between two commands: so there is one, which waits.

interrupted=
for signal in HUP INT TERM; do
	# shellcheck disable=SC2064
	trap "interrupted=yes; kill -$signal $watcher" "$signal"
done
if [ "$stopped" = true ]; then
	kill -CONT "$daemon"
fi
until read -r status; do
	# A trap interrupts read; so does the end of a watcher that was killed.
	if [ -z "$interrupted" ]; then
		exit "$failed"
	fi
	interrupted=
done
exit "$status"
