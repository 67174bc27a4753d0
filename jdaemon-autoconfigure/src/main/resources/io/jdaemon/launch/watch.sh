# Watches the start of a daemon for the launcher (launcher.sh) and reports the result. For
# any POSIX sh. All variables are set by LaunchWatcher.java. Descriptors: 0 the ready pipe,
# 3 the pipe for the exit status, 4 and 5 the daemon's output, then its locked PID file, and
# the two pipes to and from the process that reads its wait status (exit-status.sh).

ticked=
signal=
trap 'ticked=yes' ALRM
trap 'signal=1' HUP
trap 'signal=2' INT
trap 'signal=15' TERM

# Runs a program. A shell that cannot fork exits with status 2, unless it was in "command
# eval"; no program that is run here exits with 2.
run() {
	for attempt in 1 2 3; do
		command eval '"$@"'
		[ $? -eq 2 ] || return 0
	done
}

# Sets now to the hundredths of a second since the system was booted, which takes no fork.
read_time() {
	read -r now rest </proc/uptime
	now=${now%.*}${now#*.}
}

# Sends SIGALRM once a second, whether or not the system can fork. It keeps no terminal and
# no pipe open: with redirections of the loop, the shell would save copies for later.
clock() {
	exec </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&-
	last=
	while :; do
		command eval 'command -p sleep 1'
		read_time
		if [ "${now%??}" != "$last" ]; then
			kill -ALRM $$ || exit
			last=${now%??}
		fi
	done
}

# Sets ticks to the seconds since the start.
read_ticks() {
	read_time
	ticks=$(((now - begin) / 100))
}

# Starts the clock, if it does not run. While the system cannot fork, this tries again until
# $1 ticks. Then no signal would interrupt read, so the event is put into the ready pipe,
# behind what the daemon has sent.
start_clock() {
	until [ "$ticking" ]; do
		read_ticks
		if command eval 'clock &' 2>/dev/null; then
			ticking=yes
		elif [ "$signal" ]; then
			echo signal >"/proc/$$/fd/0"
			return
		elif [ "$ticks" -ge "$1" ]; then
			echo timeout >"/proc/$$/fd/0"
			return
		fi
	done
}

read_time
begin=$now
ticks=0
ticking=

show_progress() {
	if [ -t 2 ]; then
		printf '\rStarting %s ... %d s' "$name" "$ticks" >&2
	fi
}

clear_progress() {
	if [ -t 2 ]; then
		printf '\r\033[K' >&2
	fi
}

# Whether the launcher was killed. This process then has another parent: field 4 of
# proc_pid_stat(5).
launcher_gone() {
	read -r stat <"/proc/$$/stat"
	# shellcheck disable=SC2086
	set -- ${stat##*) }
	[ "$2" != "$launcher" ]
}

# Sets event to what comes first: ready, ran or stopped (messages of the daemon, with a
# detail), closed (the daemon has closed the pipe), signal, timeout (after $1 ticks) or gone
# (the launcher). A trap interrupts read.
next_event() {
	event=
	until [ "$event" ]; do
		ticked=
		if read -r word detail; then
			event=$word
			# The daemon's user may write anything.
			case $detail in
			*[!0-9A-Z.]*)
				detail=?
				;;
			esac
			continue
		fi
		read_ticks
		if [ "$signal" ]; then
			event=signal
		elif [ "$ticks" -ge "$1" ]; then
			event=timeout
		elif [ -z "$ticked" ]; then
			event=closed
		elif launcher_gone; then
			event=gone
		else
			show_progress
		fi
	done
}

# Asks the daemon to end and waits for that. A second signal, or the grace period, ends
# the wait, and await_status kills the daemon.
end_daemon() {
	kill -TERM "$daemon" 2>/dev/null
	signal=
	read_ticks
	deadline=$((ticks + grace))
	start_clock "$deadline"
	next_event "$deadline"
	until [ "$event" = closed ] || [ "$event" = signal ] || [ "$event" = timeout ]; do
		next_event "$deadline"
	done
}

# Sets status to the daemon's wait status, see
# waitpid(2): field 52 of proc_pid_stat(5), once the daemon is a zombie. If its parent is a
# shell that reaps at once, as bash does, the status is lost: then the start has failed.
await_status() {
	state=
	until [ "$state" = Z ]; do
		if read -r stat 2>/dev/null <"/proc/$daemon/stat"; then
			# shellcheck disable=SC2086
			set -- ${stat##*) }
			state=$1
		elif [ ! -d "/proc/$daemon" ]; then
			status=$((failed << 8))
			return
		fi
	done
	shift 49
	status=$1
	if [ "$question" ]; then
		ask_reader
	fi
}

# Sets status to what the process answers that may read it (exit-status.sh). The daemon's
# user can do with that process whatever it likes: nothing but a number is accepted, and
# there is no answer after the grace period.
ask_reader() {
	eval "exec $question>&-"
	read_ticks
	deadline=$((ticks + grace))
	until
		ticked=
		read -r status <&"$answer" || [ -z "$ticked" ] || [ "$ticks" -ge "$deadline" ]
	do
		read_ticks
	done
	case $status in
	'' | 0?* | *[!0-9]* | ??????*)
		status=$((failed << 8))
		;;
	esac
}

# Prints what was written to descriptor $1 from the offset $2 on, if that is a file. It
# ends where the file ends now, for the operator may have redirected to this very file.
replay() {
	if [ -f "/proc/$$/fd/$1" ]; then
		# shellcheck disable=SC2016
		run command -p sh -c 'size=$(command -p wc -c <"$1") || exit
			command -p tail -c "+$(($2 + 1))" "$1" | command -p head -c "$((size - $2))"' \
			sh "/proc/$$/fd/$1" "$2" >&2 2>/dev/null
	fi
}

# Removes the PID file under both of its names, if it is still the locked file.
remove_pid_file() {
	for file in "$pid_file" "$hidden_pid_file"; do
		if [ "$file" -ef "/proc/$$/fd/6" ]; then
			run command -p rm -f -- "$file"
		fi
	done
}

# Prints what of that output a person needs to read, if it is long; see last-words.awk.
repeat_cause() {
	if [ "$separate" = true ]; then
		set -- 4 "$out_start" 5 "$err_start"
	else
		set -- 4 "$out_start"
	fi
	{
		while [ "$1" ]; do
			if [ -f "/proc/$$/fd/$1" ]; then
				command -p tail -c "+$(($2 + 1))" "/proc/$$/fd/$1"
			fi
			shift 2
		done
	} 2>/dev/null | command -p awk "$last_words" >&2
}

# Prints the sentence $2 to the descriptor $3, or an object with it, the exit status $1 and
# the description $4 of the instance to the standard output. For an object, the variables in
# a sentence have been escaped.
report() {
	if [ "$json" ]; then
		printf '%s%d,"message":"%s"%s}\n' "$json" "$1" "$2" "$4"
	else
		printf '%s\n' "$2" >&"$3"
	fi
}

# Passes the exit status $1 to the launcher, and kills this process and the clock.
finish() {
	echo "$1" >&3
	kill -KILL 0
}

show_progress
start_clock "$limit"
next_event "$limit"
clear_progress
if [ "$event" = ready ]; then
	if [ "$quiet" != true ]; then
		report 0 "Started $name (pid $daemon) in $detail s; output $output${pid_file:+, pid file $pid_file_name}" \
			1 "$instance"
	fi
	finish 0
fi

# A daemon that has announced its end closes the pipe when it has ended.
announced=
while [ "$event" = ran ] || [ "$event" = stopped ]; do
	announced=$event
	stopped_by=$detail
	next_event "$limit"
done

outcome=$event
cause=$signal
if [ "$outcome" != closed ]; then
	end_daemon
elif [ "$announced" ]; then
	outcome=$announced
fi
if [ "$outcome" != ran ]; then
	# Whatever it has started
	kill -KILL "-$daemon" 2>/dev/null
fi
await_status
clear_progress
remove_pid_file
if [ $((status & 127)) -ne 0 ]; then
	code=$((128 + (status & 127)))
	ended="was killed by signal $((status & 127))"
else
	code=$((status >> 8))
	ended="exited with status $code"
fi
if [ "$outcome" = ran ] && [ "$code" -eq 0 ]; then
	if [ "$quiet" != true ]; then
		report 0 "$name (pid $daemon) ran and ended with status 0; output $output" 1
	fi
	finish 0
fi
case $outcome in
ran)
	sentence="$name ran and ended with status $code"
	;;
stopped)
	sentence="$name was stopped by $stopped_by while it was starting"
	;;
timeout)
	sentence="$name was not ready within $startup_timeout s (jdaemon.startup-timeout) and was terminated"
	code=$timed_out
	;;
signal)
	sentence="The start of $name was interrupted by signal $cause and was terminated"
	code=$((128 + cause))
	;;
gone)
	sentence="The launcher of $name was killed; the start was terminated"
	;;
*)
	sentence="$name failed to start: it $ended"
	;;
esac
if [ "$code" -eq 0 ]; then
	code=$failed
fi
replay 4 "$out_start"
if [ "$separate" = true ]; then
	replay 5 "$err_start"
fi
if [ "$outcome" = closed ]; then
	command eval repeat_cause
fi
report "$code" "$sentence (pid $daemon, output $output)" 2
finish "$code"
