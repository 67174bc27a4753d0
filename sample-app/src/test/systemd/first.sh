#!/usr/bin/env bash
#
# first.sh GROUP ROOT OVERLAY [DIRECTORY...]: process 1 of the namespaces that run.sh creates. It builds a root file
# system and becomes systemd.

set -euo pipefail

group=$1 root=$2 overlay=$3
shift 3

if [[ $$ != 1 ]]; then
	echo "This is not process 1 of a namespace" >&2
	exit 1
fi

# The root of a new namespace of control groups is the group that this process is in.
if [[ -n $group ]]; then
	echo 0 >"$group/cgroup.procs"
	exec unshare --cgroup "$BASH" "${BASH_SOURCE[0]}" "" "$root" "$overlay" "$@"
fi

# Not the machine's root as it is: a file such as /.dockerenv would show there, and what systemd writes would stay.
mount -t tmpfs -o mode=0755 root "$root"
for path in /*; do
	new=$root$path
	case $path in
		/proc | /sys | /dev | /run | /etc | /var | /tmp | /lost+found) ;;
		*)
			if [[ -L $path ]]; then
				cp -P "$path" "$new"
			elif [[ -d $path ]]; then
				mkdir "$new"
				mount --rbind "$path" "$new"
				mount -o remount,bind,ro "$new"
			fi
			;;
	esac
done
if [[ -n $overlay ]]; then
	mount -t overlay -o "ro,lowerdir=$overlay/usr:/usr" usr "$root/usr"
fi

mkdir -m 1777 "$root/tmp"
for directory in "$@"; do
	mkdir -p "$root$directory"
	mount --bind "$directory" "$root$directory"
done

cp -a /etc "$root/etc"
rm -rf "$root"/etc/systemd/system/* "$root/etc/nologin"
: >"$root/etc/fstab"
tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
mkdir -p "$root"/var/{lib,log,cache,spool}
mkdir -m 1777 "$root/var/tmp"
ln -s /run "$root/var/run"

mkdir "$root/proc" "$root/sys"
mount -t proc proc "$root/proc"
# The settings below belong to the machine.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
# Where it cannot write to /sys, systemd manages no devices.
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 "$root/sys/fs/cgroup"

mkdir "$root/dev"
mount -t tmpfs -o mode=0755,nosuid dev "$root/dev"
for name in null zero full random urandom tty; do
	: >"$root/dev/$name"
	mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777,nosuid,nodev shm "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"

mkdir "$root/run"
mount -t tmpfs -o mode=0755,nosuid,nodev run "$root/run"
mkdir -p "$root/run/systemd/system" "$root/run/systemd/journald.conf.d"
printf '%s\n' '[Journal]' Storage=volatile ReadKMsg=no Audit=no RateLimitIntervalSec=0 \
	>"$root/run/systemd/journald.conf.d/test.conf"

# Of what the machine would start, only the journal and, once it is used, the bus. Nothing is generated, and no target
# of a package wants anything.
for directory in "$root"/usr/lib/systemd/system/*.target.wants "$root/usr/lib/systemd/system-generators"; do
	mount -t tmpfs -o ro,size=4k empty "$directory"
done
printf '%s\n' '[Unit]' Requires=basic.target After=basic.target \
	'Wants=dbus.socket systemd-journald.service systemd-journald.socket systemd-journald-dev-log.socket' \
	>"$root/etc/systemd/system/default.target"
for unit in systemd-journald-audit.socket systemd-tmpfiles-setup.service systemd-update-utmp.service; do
	ln -s /dev/null "$root/etc/systemd/system/$unit"
done

# No path to the machine's root is left.
mkdir "$root/old"
cd "$root"
pivot_root . old
umount -l /old
rmdir /old

# What only the first process of a machine may do, such as setting the clock, is not possible here.
exec setpriv --bounding-set=-sys_boot,-sys_time,-sys_module,-sys_rawio,-syslog,-wake_alarm,-audit_control,-audit_read \
	env -i container=other PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	/usr/lib/systemd/systemd --system --show-status=no --log-target=journal </dev/null
