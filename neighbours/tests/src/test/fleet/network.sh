#!/usr/bin/env bash
#
# network.sh DIRECTORY NAME=ADDRESS...: machines in namespaces of their own, on one bridge, until standard input ends.
#
# Each machine has a host name, a network, processes, a /srv and a /tmp of its own, and sshd as process 1. This script itself
# becomes the machine "office", which has the first address: its processes see those of all others, and it shares /tmp
# with the machine that the tests run on. DIRECTORY has what FleetNetwork writes: files of /etc, ssh as /etc/ssh, and
# home as /srv/home. DIRECTORY/NAME is /srv/orders of a machine, and DIRECTORY/haproxy is /run/haproxy of the office.
#
# However the caller ends, the kernel closes its end of standard input. A PID namespace ends with its first process, and
# network and mounts end with their namespaces: nothing touches the machine's network, and nothing is left.

set -euo pipefail

here=$(realpath "${BASH_SOURCE[0]}")

# The files in which a machine differs from the one that the tests run on
furnish() {
	mount --make-rprivate /
	for file in passwd shadow hosts; do
		mount --bind "$directory/$file" "/etc/$file"
	done
	mount -t tmpfs -o mode=0755 run /run
	mkdir /run/sshd /run/haproxy /run/netns
	mount -t tmpfs -o mode=0755 srv /srv
	mkdir /srv/home /srv/orders
	mount --bind "$directory/home" /srv/home
	ip link set lo up
	export HOME=/srv/home
}

case $1 in
	--office)
		directory=$2
		shift 2
		echo office >/proc/sys/kernel/hostname
		furnish
		mount --bind "$directory/haproxy" /run/haproxy
		ip link add bridge type bridge
		ip address add "${1#*=}/24" dev bridge
		ip link set bridge up
		for machine in "${@:2}"; do
			name=${machine%%=*}
			ip netns add "$name"
			ip link add "$name" master bridge type veth peer name eth0 netns "$name"
			ip link set "$name" up
			ip -n "$name" address add "${machine#*=}/24" dev eth0
			ip -n "$name" link set eth0 up
			nsenter --net="/run/netns/$name" unshare --mount --uts --ipc --pid --fork --kill-child --mount-proc \
				"$BASH" "$here" --machine "$directory" "$name" </dev/null &
		done
		cat >/dev/null
		;;
	--machine)
		directory=$2
		echo "$3" >/proc/sys/kernel/hostname
		furnish
		if [[ -d $directory/$3 ]]; then
			mount --bind "$directory/$3" /srv/orders
		fi
		mount --bind "$directory/ssh" /etc/ssh
		# Process IDs are in the names of files there, such as those of JVMs.
		mount -t tmpfs -o mode=1777 tmp /tmp
		exec /usr/sbin/sshd -D -e
		;;
	*)
		exec unshare --mount --net --uts --ipc --pid --fork --kill-child --mount-proc "$BASH" "$here" --office "$@"
		;;
esac
