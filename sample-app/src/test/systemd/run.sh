#!/usr/bin/env bash
#
# run.sh STATE OVERLAY [DIRECTORY...]: runs systemd as process 1 of namespaces of its own, until standard input ends.
# Its files are in STATE, a directory. OVERLAY is a directory whose usr lies over /usr, with another version of
# systemd, or empty. The new root shares each DIRECTORY with the machine, under the same path.
#
# However the caller ends, the kernel closes its end of standard input. A PID namespace ends with its first process,
# and mounts end with their namespace. Only the control group has to be removed.

set -euo pipefail

if [[ $1 != --unshared ]]; then
	exec unshare --mount --propagation private "$BASH" "${BASH_SOURCE[0]}" --unshared "$@"
fi
shift

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
groups=$1/groups
root=$1/root
shift

# The whole hierarchy, wherever the machine has mounted it, if anywhere
mkdir "$groups" "$root"
mount -t cgroup2 cgroup2 "$groups"

# First the groups that systemd has created
remove() {
	find "$1" -depth -type d -exec rmdir {} +
}

for group in "$groups"/jdaemon-systemd-*; do
	# Its script was killed.
	if [[ -d $group && ! -d /proc/${group##*-} ]]; then
		remove "$group" || true
	fi
done
group=$groups/jdaemon-systemd-$$
mkdir "$group"

runner=
clean_up() {
	trap '' INT TERM HUP
	if [[ -n $runner && -d /proc/$runner ]]; then
		first=$(cat "/proc/$runner/task/$runner/children")
		kill -KILL ${first:-$runner} || true
		wait "$runner" || true
	fi
	remove "$group"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

# Should this script be killed, the rest ends with it.
setpriv --pdeathsig KILL unshare --fork --kill-child --pid --mount --uts --ipc \
	"$BASH" "$here/first.sh" "$group" "$root" "$@" </dev/null &
runner=$!
cat <&0 >/dev/null &
wait -n || true
