package io.jdaemon.command;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.jdaemon.KernelTest;
import io.jdaemon.RestartStrategy;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.ProcessIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PosixInstance} against a process that is not what it seems.
 */
@KernelTest
class PosixInstanceTests {

	private static final String REQUEST_FILE = "/memfd:jdaemon request (deleted)";

	// In a mount namespace of its own the link of a descriptor reads like that of a
	// request file, and leads to another file. $1: an empty directory, $2: that file.
	private static final String FORGE = """
			mount -t tmpfs none "$1" || exit 77
			for entry in /*; do
				if [ -L "$entry" ]; then
					cp -a "$entry" "$1$entry"
				elif [ -d "$entry" ]; then
					mkdir "$1$entry" && mount --rbind "$entry" "$1$entry"
				fi
			done
			: >"$1%1$s"
			mount --bind "$2" "$1%1$s"
			mkdir "$1/old" && cd "$1" && pivot_root . old
			exec 9<"%1$s"
			exec setpriv --reuid=65534 --regid=65534 --clear-groups sleep 1000
			""".formatted(REQUEST_FILE);

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private Process process;

	@AfterEach
	void endProcess() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	@Test
	void requestByRootWritesWithTheRightsOfTheProcess() throws Exception {
		assumeThat(this.posix.geteuid()).as("only root has rights that another user lacks").isZero();
		Path target = Files.writeString(this.directory.resolve("target"), "precious");
		Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
		Path root = Files.createDirectory(this.directory.resolve("root"));
		this.process = new ProcessBuilder("unshare", "--mount", "sh", "-c", FORGE, "sh", root.toString(),
				target.toString())
			.inheritIO()
			.start();
		Path link = Path.of("/proc/" + this.process.pid() + "/fd/9");
		await().until(() -> !this.process.isAlive() || this.process.info().command().orElse("").endsWith("/sleep"));
		assumeThat(this.process.isAlive()).as("mounts are permitted").isTrue();
		assertThat(Files.readSymbolicLink(link)).hasToString(REQUEST_FILE);
		ProcessIdentity forged = ProcessIdentity.of(this.process.pid()).orElseThrow();
		PosixInstance instance = new PosixInstance(() -> this.posix, this.directory.resolve("orders.pid").toString());
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> instance.request(forged, RestartStrategy.HANDOVER));
		assertThat(target).hasContent("precious");
	}

}
