# Reads how the daemon ended, as the daemon's user: the kernel shows that to root only with
# CAP_SYS_PTRACE, which containers lack by default. For any POSIX sh. The variable is set by
# ExitStatusReader.java. Descriptors: 0 a pipe that the watcher (watch.sh) closes once the
# daemon has ended, 1 and 2 a pipe for the wait status.

read -r closed
read -r stat <"/proc/$daemon/stat"
# Field 52 of proc_pid_stat(5)
# shellcheck disable=SC2086
set -- ${stat##*) }
shift 49
echo "$1"
