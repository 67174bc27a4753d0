package io.jdaemon.sample;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * What an operator does, and which of the processes that take part is traced meanwhile.
 */
enum FaultPhase {

	/** The start, up to the moment the launcher becomes a shell. */
	LAUNCHER {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			return sample.shell(strace.script()).start();
		}

	},

	/** The start of the daemon. */
	DAEMON {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			Launch launch = sample.begin();
			return whileTraced(strace, launch.daemon(), launch::result);
		}

	},

	/** The command status. */
	STATUS {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			sample.started();
			return sample.shell(strace.script()).command("status");
		}

		@Override
		Optional<Boolean> survives(Launch.Result result) {
			return Optional.of(true);
		}

	},

	/** The command reopen. */
	REOPEN {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			sample.started();
			return sample.shell(strace.script()).command("reopen");
		}

		@Override
		Optional<Boolean> survives(Launch.Result result) {
			return Optional.of(true);
		}

	},

	/** The command restart. */
	RESTART {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			sample.started();
			return sample.shell(strace.script()).command("restart", HANDOVER);
		}

		@Override
		Optional<Boolean> survives(Launch.Result result) {
			return Optional.of(true);
		}

	},

	/** The command stop. */
	STOP {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			sample.started();
			return sample.shell(strace.script()).command("stop");
		}

		@Override
		Optional<Boolean> survives(Launch.Result result) {
			// The signal may have been sent before the fault.
			return (result.status() == 0) ? Optional.of(false) : Optional.empty();
		}

	},

	/** The daemon while it reopens its output files. */
	REOPENED {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			return whileTraced(strace, sample.started(), () -> sample.command("reopen"));
		}

		@Override
		Optional<Boolean> survives(Launch.Result result) {
			return Optional.of(true);
		}

	},

	/** The daemon while it stops. */
	STOPPED {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			return whileTraced(strace, sample.started(), () -> sample.command("stop"));
		}

		@Override
		Optional<Boolean> survives(Launch.Result result) {
			return Optional.of(false);
		}

	},

	/** A restart by exec, up to execve(2). */
	OLD_IMAGE {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			return whileTraced(strace, sample.started(), () -> sample.command("restart"));
		}

	},

	/** A restart by exec, after execve(2). */
	NEW_IMAGE {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			ProcFs daemon = sample.started();
			String old = state(daemon);
			Launch restart = sample.beginCommand("restart");
			patiently().pollInterval(POLL).until(() -> !state(daemon).isEmpty() && !state(daemon).equals(old));
			return whileTraced(strace, daemon, restart::result);
		}

	},

	/** The old process in a handover. */
	PREDECESSOR {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			return whileTraced(strace, sample.started(), () -> sample.command("restart", HANDOVER));
		}

		@Override
		Optional<Boolean> survives(Launch.Result result) {
			return Optional.of(true);
		}

	},

	/** The new process in a handover. */
	SUCCESSOR {

		@Override
		Launch.Result run(SampleDaemon sample, Strace strace) {
			ProcFs daemon = sample.started();
			String old = state(daemon);
			Launch restart = sample.beginCommand("restart", HANDOVER);
			Predicate<ProcFs> successor = (process) -> !state(process).isEmpty() && !state(process).equals(old)
					&& process.parent() == daemon.pid();
			ProcFs traced = patiently().pollInterval(POLL)
				.ignoreException(UncheckedIOException.class)
				.until(() -> ProcFs.find(successor).stream().findFirst().orElse(null), Objects::nonNull);
			return whileTraced(strace, traced, restart::result);
		}

		@Override
		Optional<Boolean> survives(Launch.Result result) {
			return Optional.of(true);
		}

	};

	private static final String HANDOVER = "--jdaemon.restart.strategy=handover";

	private static final Duration POLL = Duration.ofMillis(2);

	private static final Duration DETACH = Duration.ofSeconds(10);

	/**
	 * How many calls of each kind fail in turn. A command that waits makes the same calls
	 * again and again.
	 * @return the number of calls
	 */
	int most() {
		return EnumSet.of(STATUS, REOPEN, RESTART, STOP).contains(this) ? 4 : 6;
	}

	/**
	 * Whether a call is one of those that remove the PID file. If it fails, the file is
	 * left, unlocked, which is no more than untidy.
	 * @param call the call
	 * @return whether an unlocked file may be left
	 */
	boolean removes(SystemCall call) {
		return this == STOPPED && call.names().stream().anyMatch(Set.of("statx", "rename", "unlink")::contains);
	}

	/**
	 * Do it.
	 * @param sample the application, which does not run
	 * @param strace the tracer
	 * @return how the command ended
	 */
	abstract Launch.Result run(SampleDaemon sample, Strace strace);

	/**
	 * Whether a daemon runs afterwards.
	 * @param result how the command ended
	 * @return whether it has to run, empty if both is right
	 */
	Optional<Boolean> survives(Launch.Result result) {
		return Optional.of(result.status() == 0 || result.err().contains("keeps running"));
	}

	private static Launch.Result whileTraced(Strace strace, ProcFs process, Supplier<Launch.Result> command) {
		Process tracer = strace.attach(process);
		try {
			return command.get();
		}
		finally {
			end(tracer);
		}
	}

	// A signal that arrives while the tracer detaches would be its business. A tracer may
	// wait for ever for a thread that has ended; once it is killed, the kernel detaches.
	private static void end(Process tracer) {
		tracer.destroy();
		tracer.onExit().completeOnTimeout(tracer, DETACH.toMillis(), TimeUnit.MILLISECONDS).join();
		tracer.destroyForcibly().onExit().join();
	}

	// What a process has been passed by the image or the process before it
	private static String state(ProcFs process) {
		return process.environment()
			.stream()
			.filter((variable) -> variable.startsWith("_JDAEMON="))
			.findFirst()
			.orElse("");
	}

}
