#!/usr/bin/env bash
#
# backport.sh DIRECTORY: downloads the systemd that Debian has backported to this release and unpacks it, without
# installing it, in DIRECTORY under the number of its version, such as 254. Does nothing if there is one already.
# The mirror is the one that this machine's Debian packages come from; its package lists stay as they are.

set -euo pipefail

directory=$1
mkdir -p "$directory"
if compgen -G "$directory/[0-9]*" >/dev/null; then
	exit 0
fi

. /etc/os-release
suite=$VERSION_CODENAME-backports
mirror=$(apt-get indextargets 'Created-By: Packages' 'Origin: Debian' "Release: $VERSION_CODENAME" \
	--format '$(REPO_URI)' | head -n 1)
if [[ -z $mirror ]]; then
	echo "apt knows no mirror of Debian's $VERSION_CODENAME" >&2
	exit 1
fi

# Renamed at the end: an interrupted download leaves nothing that counts.
work=$(mktemp -d "$directory/.unpacking-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/root"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/sources.list"
apt() {
	apt-get -qq -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work" -o APT::Sandbox::User=root "$@"
}
cd "$work"
apt update
apt download -t "$suite" systemd libsystemd-shared libsystemd0 libpam-systemd
for package in *.deb; do
	dpkg-deb -x "$package" root
done
# /lib and the like are links to their namesakes in /usr.
for name in bin lib sbin; do
	if [[ -d root/$name ]]; then
		cp -a "root/$name" root/usr/
		rm -r "root/$name"
	fi
done
version=$(dpkg-deb -f systemd_*.deb Version)
mv root "$directory/${version%%[!0-9]*}"
