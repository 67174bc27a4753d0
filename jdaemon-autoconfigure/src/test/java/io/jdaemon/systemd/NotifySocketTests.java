package io.jdaemon.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.DatagramReceiver;
import io.jdaemon.posix.DatagramReceiver.Datagram;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NotifySocket}.
 */
@KernelTest
class NotifySocketTests {

	private static final long PID = ProcessHandle.current().pid();

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	@Test
	void sendWhenPathSendsFromThisProcess() {
		String path = path();
		try (DatagramReceiver receiver = new DatagramReceiver(path)) {
			assertThat(socket(path).send(Notification.ready().and(Notification.status("ready")))).isTrue();
			assertThat(receiver.receive()).contains(new Datagram("READY=1\nSTATUS=ready", PID, List.of()));
			assertThat(receiver.receive()).isEmpty();
		}
	}

	@Test
	void sendWhenAbstractAddressSends() {
		String name = "jdaemon/" + PID + "/notify";
		try (DatagramReceiver receiver = new DatagramReceiver("\0" + name)) {
			assertThat(socket("@" + name).send(Notification.stopping())).isTrue();
			assertThat(receiver.receive()).contains(new Datagram("STOPPING=1", PID, List.of()));
		}
	}

	@Test
	void sendPassesDescriptors() throws IOException {
		String path = path();
		int[] pipe = this.posix.pipe();
		int other = this.posix.memfdCreate("other");
		try (DatagramReceiver receiver = new DatagramReceiver(path)) {
			socket(path).send(Notification.store("jdaemon", List.of(pipe[0], other, pipe[1])));
			Datagram received = receiver.receive().orElseThrow();
			assertThat(received.text()).isEqualTo("FDSTORE=1\nFDNAME=jdaemon");
			assertThat(received.descriptors()).hasSize(3).doesNotContain(pipe[0], other, pipe[1]);
			assertThat(links(received.descriptors())).isEqualTo(links(List.of(pipe[0], other, pipe[1])));
			received.descriptors().forEach(this.posix::close);
		}
		List.of(pipe[0], pipe[1], other).forEach(this.posix::close);
	}

	@Test
	void sendLeavesNoDescriptor() throws IOException {
		String path = path();
		try (DatagramReceiver receiver = new DatagramReceiver(path)) {
			NotifySocket socket = socket(path);
			socket.send(Notification.watchdog());
			int before = sockets();
			for (int count = 0; count < 5; count++) {
				socket.send(Notification.watchdog());
			}
			assertThat(sockets()).isEqualTo(before);
			assertThat(receiver.receive()).isPresent();
		}
	}

	// A call that waits cannot be interrupted.
	@Test
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void sendWhenReceiverIsFullDoesNotWaitAndIsToBeRepeated() {
		String path = path();
		try (DatagramReceiver receiver = new DatagramReceiver(path)) {
			NotifySocket socket = socket(path);
			int sent = 0;
			while (sent < 100_000 && socket.send(Notification.watchdog())) {
				sent++;
			}
			assertThat(sent).isBetween(1, 99_999);
			receiver.receive();
			assertThat(socket.send(Notification.ready())).isTrue();
			assertThat(socket.problem()).isEmpty();
		}
	}

	@Test
	void sendWhenSocketIsMissingReportsReasonOnce() {
		NotifySocket socket = socket(path());
		assertThat(socket.send(Notification.ready())).isTrue();
		assertThat(socket.send(Notification.stopping())).isTrue();
		assertThat(socket.problem()).contains("systemd does not learn the state of this process, because a message to "
				+ path() + " (NOTIFY_SOCKET) cannot be sent: sendmsg: No such file or directory");
		socket.send(Notification.stopping());
		assertThat(socket.problem()).isEmpty();
	}

	@Test
	void sendWhenAddressIsTooLongReportsReason() {
		NotifySocket socket = socket("@" + "a".repeat(108));
		assertThat(socket.send(Notification.ready())).isTrue();
		assertThat(socket.problem().orElseThrow()).endsWith("cannot be sent: sendmsg: File name too long");
	}

	@Test
	void sendWhenCallCannotBeMadeReportsReason() {
		Posix broken = PosixOverrides.with(new Object() {

			@SuppressWarnings("unused")
			void sendmsg(String address, byte[] message, List<Integer> descriptors) {
				throw new NoClassDefFoundError("com/sun/jna/Memory");
			}

		});
		NotifySocket socket = NotifySocket.find(broken, Map.of("NOTIFY_SOCKET", path())).orElseThrow();
		assertThat(socket.send(Notification.stopping())).isTrue();
		assertThat(socket.problem().orElseThrow()).endsWith("the class com.sun.jna.Memory is missing");
	}

	@Test
	void findWhenVariableIsMissingOrEmptyFindsNone() {
		assertThat(find(Map.of())).isEmpty();
		assertThat(find(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
	}

	private String path() {
		return this.directory.resolve("notify").toString();
	}

	private NotifySocket socket(String address) {
		return find(Map.of("NOTIFY_SOCKET", address)).orElseThrow();
	}

	private Optional<NotifySocket> find(Map<String, String> environment) {
		return NotifySocket.find(this.posix, environment);
	}

	private static List<String> links(List<Integer> descriptors) throws IOException {
		List<String> links = new ArrayList<>();
		for (int descriptor : descriptors) {
			links.add(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString());
		}
		return links;
	}

	private static int sockets() throws IOException {
		try (var open = Files.list(Path.of("/proc/self/fd"))) {
			return (int) open.filter((descriptor) -> {
				try {
					return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
				}
				catch (IOException ex) {
					// That of the directory itself
					return false;
				}
			}).count();
		}
	}

}
