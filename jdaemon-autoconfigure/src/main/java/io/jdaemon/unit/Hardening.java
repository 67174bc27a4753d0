package io.jdaemon.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Restrictions of a service, see systemd.exec(5), each of which was tried with a start, a
 * restart and a stop. MemoryDenyWriteExecute is left out, because a JVM writes the code
 * that it executes.
 *
 * @param facts the application
 */
record Hardening(Facts facts) {

	private static final List<String> ALWAYS = List.of("NoNewPrivileges=yes", "PrivateDevices=yes", "ProtectClock=yes",
			"ProtectControlGroups=yes", "ProtectHostname=yes", "ProtectKernelLogs=yes", "ProtectKernelModules=yes",
			"ProtectKernelTunables=yes", "LockPersonality=yes", "RestrictNamespaces=yes", "RestrictRealtime=yes",
			"RestrictSUIDSGID=yes",
			// systemd is notified over a socket of AF_UNIX.
			"RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "SystemCallArchitectures=native",
			"SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM");

	private static final List<String> HOMES = List.of("/home", "/root", "/run/user");

	private static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp");

	private static final int FIRST_UNPRIVILEGED = 1024;

	List<String> lines() {
		List<String> lines = new ArrayList<>(List.of("ProtectSystem=strict"));
		// JNA unpacks its library in a temporary directory.
		boolean temporary = anyBelow(TEMPORARY);
		List<String> writable = Stream
			.of(Stream.of(this.facts.directory()), temporary ? TEMPORARY.stream() : Stream.<String>empty())
			.flatMap((directories) -> directories)
			.filter((directory) -> !directory.equals("/"))
			.distinct()
			.toList();
		if (!writable.isEmpty()) {
			lines.add("ReadWritePaths=" + UnitText.words(writable));
		}
		if (!temporary) {
			lines.add("PrivateTmp=yes");
		}
		lines.add(anyBelow(HOMES) ? "ProtectHome=read-only" : "ProtectHome=yes");
		lines.addAll(ALWAYS);
		if (this.facts.settings().process().user() != null) {
			lines.addAll(capabilities());
		}
		return lines;
	}

	private boolean anyBelow(List<String> directories) {
		return Stream
			.concat(Stream.of(this.facts.directory(), this.facts.command().java()), this.facts.command().jar().stream())
			.anyMatch((path) -> directories.stream().anyMatch((directory) -> (path + "/").startsWith(directory + "/")));
	}

	private List<String> capabilities() {
		boolean privileged = this.facts.addresses()
			.stream()
			.map((address) -> address.substring(address.lastIndexOf(':') + 1))
			.anyMatch((port) -> Integer.parseInt(port) < FIRST_UNPRIVILEGED);
		return privileged
				? List.of("CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE")
				: List.of("CapabilityBoundingSet=");
	}

}
