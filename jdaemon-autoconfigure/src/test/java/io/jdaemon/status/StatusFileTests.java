package io.jdaemon.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.posix.SpawnRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StatusFile}, against the kernel.
 */
@KernelTest
class StatusFileTests {

	private static final String LONG = "x".repeat(12_000);

	private final Posix posix = PosixOverrides.real();

	private StatusFile file;

	@BeforeEach
	void create() throws PosixException {
		this.file = StatusFile.create(this.posix);
	}

	@AfterEach
	void close() {
		this.posix.close(this.file.descriptor().orElseThrow());
	}

	@Test
	void readWhenNothingIsWrittenIsEmpty() {
		assertThat(this.file.read()).isEmpty();
	}

	@Test
	void readReturnsLastRecord() throws PosixException {
		this.file.write(Map.of("state", "restarting", "text", LONG));
		this.file.write(Map.of("state", "ready", "text", "größer \n"));
		assertThat(this.file.read()).contains(Map.of("state", "ready", "text", "größer \n"));
	}

	@Test
	void ofReadsStatusFileOfProcess() throws PosixException {
		this.file.write(Map.of("state", "ready"));
		assertThat(StatusFile.of(ProcessHandle.current().pid())).contains(Map.of("state", "ready"));
	}

	@Test
	void ofWhenProcessDoesNotExistIsEmpty() {
		assertThat(StatusFile.of(999_999_999)).isEmpty();
	}

	@Test
	void readWhenChecksumIsWrongIsEmpty() throws PosixException {
		this.posix.pwrite(this.file.descriptor().orElseThrow(), "0 state=ready".getBytes(StandardCharsets.US_ASCII), 0);
		assertThat(this.file.read()).isEmpty();
	}

	@Test
	void writeWhenTooLongIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.file.write(Map.of("text", LONG.repeat(3))));
	}

	@Test
	void readWhileRecordIsReplacedIsNeverMixed() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
			int mixed = 0;
			while (!done.get()) {
				Optional<Map<String, String>> read = this.file.read();
				mixed += read.filter((fields) -> !fields.get("first").equals(fields.get("last"))).isPresent() ? 1 : 0;
			}
			return mixed;
		});
		for (int i = 0; i < 5000; i++) {
			Map<String, String> fields = new LinkedHashMap<>();
			fields.put("first", String.valueOf(i));
			fields.put("text", LONG.substring(i));
			fields.put("last", String.valueOf(i));
			this.file.write(fields);
		}
		done.set(true);
		assertThat(reader.get()).isZero();
	}

	@Test
	void fileStaysOpenOverExec() throws Exception {
		this.file.write(Map.of("state", "restarting"));
		int devNull = this.posix.open("/dev/null", 0, OpenFlag.RDWR);
		int pid = this.posix
			.spawn(new SpawnRequest(bytes("/bin/sh"), List.of(bytes("sh"), bytes("-c"), bytes("exec sleep 1000")),
					List.of(bytes("PATH=" + System.getenv("PATH"))),
					List.of(devNull, devNull, devNull, this.file.descriptor().orElseThrow()), Set.of()));
		try {
			await().until(() -> ProcessHandle.of(pid)
				.flatMap((process) -> process.info().command())
				.filter((command) -> !command.endsWith("/java"))
				.isPresent());
			assertThat(StatusFile.of(pid)).contains(Map.of("state", "restarting"));
		}
		finally {
			this.posix.kill(pid, 9);
			this.posix.waitpid(pid);
			this.posix.close(devNull);
		}
	}

	@Test
	void inheritedKeepsRecordAndMakesFileCloseOnExec() throws Exception {
		this.file.write(Map.of("state", "restarting"));
		StatusFile next = StatusFile.inherited(this.posix, this.file.descriptor().orElseThrow());
		assertThat(next.read()).contains(Map.of("state", "restarting"));
		assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + next.descriptor().orElseThrow())))
			.containsPattern("flags:\t02\\d{6}\n");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
