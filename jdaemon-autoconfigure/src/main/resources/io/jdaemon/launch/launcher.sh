# What the launcher becomes: it passes signals on to the watcher (watch.sh) and exits with
# the status that the watcher sends to its standard input. For any POSIX sh.
#
# It is the daemon's parent and must not reap the daemon before the watcher has read how
# it ended. dash reaps children only between two commands, so a single command waits.

interrupted=
for signal in HUP INT TERM; do
	# shellcheck disable=SC2064
	trap "interrupted=yes; kill -$signal $watcher" "$signal"
done
if [ "$stopped" = true ]; then
	kill -CONT "$daemon"
fi
until read -r status; do
	# A trap interrupts read. If there was none, the watcher was killed.
	if [ -z "$interrupted" ]; then
		kill -KILL "-$daemon" 2>/dev/null
		sentence="The start of $name was terminated: the process that watched it was killed (pid $daemon)"
		if [ "$json" ]; then
			printf '%s%d,"message":"%s"}\n' "$json" "$failed" "$sentence"
		else
			printf '%s\n' "$sentence" >&2
		fi
		exit "$failed"
	fi
	interrupted=
done
exit "$status"
