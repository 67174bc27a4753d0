package io.jdaemon.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

import io.jdaemon.KernelTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests {@link FleetLockRestartPermits} with a server, and with what other servers send.
 */
@KernelTest
class FleetLockRestartPermitsTests {

	private static final Duration PATIENT = Duration.ofSeconds(60);

	private final FleetLockServer server = new FleetLockServer();

	FleetLockRestartPermitsTests() throws IOException {
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "//" })
	void permitBelongsToOneHolderUntilItIsReleased(String end) throws Exception {
		FleetLockRestartPermits permits = permits(URI.create(this.server.base() + end));
		String holder = "host-1:/run/\"ü\".pid";
		assertThat(permits.acquire(holder)).isTrue();
		assertThat(permits.acquire(holder)).isTrue();
		assertThat(permits.acquire("host-2")).isFalse();
		assertThat(permits.held()).isEmpty();
		assertThat(permits.renew(holder)).isTrue();
		assertThat(this.server.holders).containsExactly(holder);
		permits.release("host-2", "host-2");
		assertThat(this.server.holders).containsExactly(holder);
		permits.release(holder, "alice on host-3");
		assertThat(this.server.holders).isEmpty();
		assertThat(permits.acquire("host-2")).isTrue();
	}

	// As poseidon/fleetlock, new and old, heathcliff26/fleetlock, knubbis-fleetlock,
	// airlock, fleetlock-consul and the specification have it
	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', textBlock = """
			423, lock_held,                  |reboot lease lock unavailable, held by host-1|
			423, locked,                     |reboot lease unavailable, held by host-1|
			423, all_slots_full,             |Could not reserve a slot as all slots in the group are currently locked|
			409, failed_lock,                |all slots are taken|
			500, failed_lock,                |all 1 semaphore slots currently locked|
			500, failed_lock,                |conflict on semaphore detected, aborting|
			500, failed_lock,                |already locked: group orders already locked by host-1|
			503, failed_lock_semaphore_full, |semaphore currently full, all slots are locked already|
			""")
	void acquireWhenOthersHoldAllPermitsIsRefused(int status, String kind, String value) throws Exception {
		URI base = this.server.broken("/held", status, json(kind, value));
		assertThat(permits(base).acquire("host-1")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', textBlock = """
			400, unknown_group,   |unknown group "orders"|
			500, failed_lock,     |context deadline exceeded|
			500, failed_lock,     |group does not exist in config|
			500, failed_sem_init, |failed to initialize semaphore manager|
			500, internal_error,  |error getting reboot lease|
			""")
	void acquireWhenServerFailsSaysHow(int status, String kind, String value) {
		URI base = this.server.broken("/failing", status, json(kind, value));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> permits(base).acquire("host-1"))
			.withMessage(
					"The FleetLock server " + base + " responded with status " + status + ", " + kind + ": " + value);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', textBlock = """
			404, |<html>404 page not found</html>|, |: <html>404 page not found</html>|
			502, ||, ||
			500, |{"kind": 3}|, |: {"kind": 3}|
			500, |["kind"]|, |: ["kind"]|
			302, ||, ||
			204, ||, ||
			""")
	void acquireWhenResponseIsNotOfTheProtocolQuotesIt(int status, String body, String quoted) {
		URI base = this.server.broken("/other", status, body + "\n" + ((status != 204) ? "more" : ""));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> permits(base).acquire("host-1"))
			.withMessageStartingWith("The FleetLock server " + base + " responded with status " + status + quoted);
		assertThat(this.server.holders).isEmpty();
	}

	@Test
	void quotesOnlyTheBeginningOfALongResponse() {
		URI base = this.server.broken("/long", 500, "x".repeat(100_000));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> permits(base).acquire("host-1"))
			.withMessageEndingWith("status 500: " + "x".repeat(200) + "…");
	}

	@Test
	void releaseWhenServerFailsSaysHow() {
		URI base = this.server.broken("/failing", 500, json("failed_lock", "all 1 semaphore slots currently locked"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> permits(base).release("host-1", "host-1"))
			.withMessageEndingWith("responded with status 500, failed_lock: all 1 semaphore slots currently locked");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void acquireWhenResponseDoesNotEndIsGivenUp(boolean headers) {
		URI base = this.server.silent("/silent", headers);
		FleetLockRestartPermits permits = permits(base, Duration.ofSeconds(1));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> permits.acquire("host-1"))
			.withMessage("The FleetLock server " + base + " did not respond within 1 s");
	}

	@Test
	void whenServerIsAwaySaysSo() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		URI base = URI.create("http://127.0.0.1:" + port);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> permits(base).acquire("host-1"))
			.withMessage("The FleetLock server " + base + " cannot be reached: Connection refused");
	}

	@Test
	void whenNameHasNoAddressSaysSo() {
		URI base = URI.create("http://fleet-lock.invalid:8080");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> permits(base).acquire("host-1"))
			.withMessage("The FleetLock server " + base + " cannot be reached: its name has no address");
	}

	@Test
	void callsLeaveNoThread() throws Exception {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		FleetLockRestartPermits permits = permits(this.server.base());
		permits.acquire("host-1");
		permits.acquire("host-2");
		permits.release("host-1", "host-1");
		this.server.close();
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !before.contains(thread))
				.allMatch((thread) -> thread.getName().startsWith("awaitility")));
	}

	@Test
	void whenServerSpeaksAnotherProtocolSaysSo() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Thread other = new Thread(() -> {
				try (var connection = socket.accept()) {
					connection.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes());
					connection.shutdownOutput();
					connection.getInputStream().readAllBytes();
				}
				catch (IOException ex) {
					// The test fails.
				}
			});
			other.start();
			URI base = URI.create("http://127.0.0.1:" + socket.getLocalPort());
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> permits(base).acquire("host-1"))
				.withMessage("The FleetLock server " + base + " did not respond: it does not speak HTTP");
			other.join();
		}
	}

	@Test
	void passwordIsSentButNotPrinted() throws Exception {
		String url = this.server.base().toString();
		permits(URI.create(url.replace("//", "//orders:s%40cret@"))).acquire("host-1");
		assertThat(this.server.authorization()).isEqualTo("Basic b3JkZXJzOnNAY3JldA==");
		URI broken = this.server.broken("/failing", 401, "");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(
					() -> permits(URI.create(broken.toString().replace("//", "//orders:s%40cret@"))).acquire("host-1"))
			.withMessage("The FleetLock server " + broken + " responded with status 401");
		permits(this.server.base()).acquire("host-1");
		assertThat(this.server.authorization()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "our orders", "orders_1", "größe", "", "orders\n" })
	void nameThatIsNoGroupIsRefused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FleetLockRestartPermits(this.server.base(), name,
					JsonWriter.standard()::writeToString, JsonParserFactory.getJsonParser()::parseMap))
			.withMessage("A fleet with the name \"" + name
					+ "\" cannot be a group of FleetLock, whose names consist of letters a to z, digits, \".\" and \"-\".");
	}

	private static String json(String kind, String value) {
		return JsonWriter.<String[]>of((members) -> {
			members.add("kind", (pair) -> pair[0]);
			members.add("value", (pair) -> pair[1]);
		}).writeToString(new String[] { kind, value });
	}

	private static FleetLockRestartPermits permits(URI base) {
		return permits(base, PATIENT);
	}

	private static FleetLockRestartPermits permits(URI base, Duration timeout) {
		return new FleetLockRestartPermits(base, "orders", JsonWriter.standard()::writeToString,
				JsonParserFactory.getJsonParser()::parseMap, timeout);
	}

}
