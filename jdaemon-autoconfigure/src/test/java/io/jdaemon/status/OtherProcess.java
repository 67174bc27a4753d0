package io.jdaemon.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildProcess;

/**
 * A process that sleeps until a test ends it.
 */
public final class OtherProcess implements AutoCloseable {

	private final ChildProcess process;

	private OtherProcess(ChildProcess process) {
		this.process = process;
	}

	/**
	 * Start a process.
	 * @param descriptor a descriptor of this process, which it has open, too
	 * @return the process
	 */
	public static OtherProcess with(Posix posix, int descriptor) throws IOException {
		int devNull = posix.open("/dev/null", 0, OpenFlag.RDWR);
		try {
			return new OtherProcess(ChildProcess.spawn(posix,
					new SpawnRequest(bytes("/bin/sleep"), List.of(bytes("sleep"), bytes("1000")), List.of(),
							List.of(devNull, devNull, devNull, descriptor), Set.of())));
		}
		finally {
			posix.close(devNull);
		}
	}

	/**
	 * Start a process that publishes a status.
	 * @param facts what it publishes
	 * @return the process
	 */
	public static OtherProcess publishing(Posix posix, InstanceFacts facts) throws IOException {
		StatusFile file = StatusFile.create(posix);
		DaemonInfo info = new DaemonInfo(1, 0, Mode.DAEMON, Instant.EPOCH, Instant.EPOCH);
		file.write(StatusFormat.of(Status.starting(info, Map.of(), null).in(State.READY).with(facts)));
		int descriptor = file.descriptor().orElseThrow();
		try {
			return with(posix, descriptor);
		}
		finally {
			posix.close(descriptor);
		}
	}

	public int pid() {
		return this.process.pid();
	}

	@Override
	public void close() throws IOException {
		this.process.killGroup();
		this.process.reap();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
