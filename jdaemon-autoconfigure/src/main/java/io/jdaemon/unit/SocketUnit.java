package io.jdaemon.unit;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The unit of the listening sockets, see systemd.socket(5). It has the name of the
 * service, which gets the sockets.
 *
 * @param facts the application
 */
record SocketUnit(Facts facts) {

	String text() {
		return Stream
			.of(Stream.of("# /etc/systemd/system/" + this.facts.unitName() + ".socket, printed by systemd-unit",
					"[Unit]", "Description=Sockets of " + UnitText.path(this.facts.settings().name()), "", "[Socket]"),
					this.facts.addresses().stream().map((address) -> "ListenStream=" + address),
					Stream.of("", "[Install]", "WantedBy=sockets.target"))
			.flatMap((lines) -> lines)
			.collect(Collectors.joining("\n"));
	}

}
