package io.jdaemon.restart;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.process.InheritedState.SignalSets;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.ManagerSockets;
import io.jdaemon.status.RequestFile;
import io.jdaemon.status.StatusFile;
import io.jdaemon.systemd.DescriptorStore;
import io.jdaemon.warm.WarmStart;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SuccessorLauncher}, in a process that listens.
 */
@KernelTest
class SuccessorLauncherTests {

	private final Posix posix = PosixOverrides.real();

	@Test
	void refusalNamesThePortsThatASuccessorNeeds() throws IOException {
		try (ServerSocket socket = listen()) {
			assertThat(refusal(Set.of())).contains("127.0.0.1:" + socket.getLocalPort(), "jdaemon.restart.strategy",
					"jdaemon.restart.unshared-ports");
			assertThat(refusal(Set.of(socket.getLocalPort()))).doesNotContain(":" + socket.getLocalPort());
		}
	}

	// On a port that the kernel would not choose
	private static ServerSocket listen() throws IOException {
		String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
		int port = Integer.parseInt(range.strip().split("\\s+")[0]);
		while (true) {
			port--;
			try {
				return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
			}
			catch (BindException ex) {
				// The next one may be free.
			}
		}
	}

	private String refusal(Set<Integer> unsharedPorts) throws IOException {
		StatusFile status = StatusFile.create(this.posix);
		RequestFile requests = RequestFile.create(this.posix, "requests of a test");
		KeptSockets sockets = new KeptSockets(this.posix, List.of(), new ManagerSockets(this.posix, List.of()));
		ProcessResources resources = new ProcessResources(status, requests, requests, null, null, null, sockets,
				DescriptorStore.of(Map.of(), null, sockets, false), null);
		try {
			return new SuccessorLauncher(this.posix, ProcessImage.read(this.posix), new WarmStart(TestSettings.COLD, 0),
					1, new History(true, 0, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of(), false),
					resources, new SignalSets(Set.of(), Set.of()), unsharedPorts)
				.refusal()
				.orElse("");
		}
		finally {
			this.posix.close(status.descriptor().orElseThrow());
		}
	}

}
