package io.jdaemon.lifecycle;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.Signals;
import io.jdaemon.status.StatusFile;
import io.jdaemon.systemd.Notification;
import io.jdaemon.systemd.NotifySocket;
import io.jdaemon.systemd.ServiceRole;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds while it is set up: what was passed on to it, and what it has
 * claimed itself. If it does not become a daemon, all of that is given up here, in one
 * step and nowhere else: by then a descriptor that was closed may have been opened again.
 */
public final class Holdings {

	private final @Nullable InheritedState inherited;

	private @Nullable PidFile pidFile;

	private OptionalInt status;

	private @Nullable Signals signals;

	private boolean abandoned;

	/**
	 * Hold what was passed on.
	 * @param inherited what the launcher, the previous image or the predecessor passed on
	 */
	public Holdings(Optional<InheritedState> inherited) {
		this.inherited = inherited.orElse(null);
		this.status = descriptors().status();
	}

	@Nullable InheritedState inherited() {
		return this.inherited;
	}

	private Descriptors descriptors() {
		return (this.inherited != null) ? this.inherited.descriptors() : Descriptors.NONE;
	}

	/**
	 * Continue with the PID file that was passed on, or claim one.
	 * @param settings the settings
	 * @return the file, or {@code null} if there is to be none
	 * @throws StartException if the file cannot be claimed
	 */
	@Nullable PidFile claimPidFile(Posix posix, Settings settings) throws StartException {
		OptionalInt descriptor = descriptors().pidFile();
		String path = settings.pidFile();
		try {
			if (descriptor.isPresent()) {
				PidFile passedOn = (path != null) ? PidFile.inherited(posix, path, descriptor.getAsInt()) : null;
				if (passedOn != null) {
					this.pidFile = passedOn;
					return passedOn;
				}
				// The restart has changed the setting, or the file was removed.
				releasePidFile(posix);
			}
			if (path != null) {
				this.pidFile = descriptor.isPresent() ? PidFile.claim(posix, path) : PidFile.claimForStart(posix, path);
				return this.pidFile;
			}
			return null;
		}
		catch (IOException ex) {
			throw StartFailures.pidFile(settings, String.valueOf(path), ex);
		}
	}

	/**
	 * Hold the status file that this process has created or continued with.
	 * @param file the file
	 */
	void hold(StatusFile file) {
		this.status = file.descriptor();
	}

	/**
	 * Hold the signals that this process is about to handle.
	 * @param handled the signals
	 */
	void hold(Signals handled) {
		this.signals = handled;
	}

	/**
	 * Whether there is anything to give up.
	 * @return whether nothing was passed on, and nothing was claimed
	 */
	public boolean none() {
		return this.inherited == null && this.pidFile == null && this.status.isEmpty() && this.signals == null;
	}

	/**
	 * Report to systemd why this process does not start, if it is the main process of a
	 * service. Otherwise systemd would show what the image before has reported.
	 * @param problem why it does not start
	 * @return the same
	 */
	public StartException report(StartException problem) {
		if (mainProcess()) {
			try {
				NotifySocket.find(Posix.load(), System.getenv())
					.ifPresent((systemd) -> systemd.send(Notification.status("not started: " + problem.sentence())));
			}
			catch (PosixUnavailableException ex) {
				// The failure that led here is the one to report.
			}
		}
		return problem;
	}

	private boolean mainProcess() {
		return (this.inherited != null) ? this.inherited.history().notifies() && descriptors().predecessor().isEmpty()
				: ServiceRole.of(System.getenv()) == ServiceRole.EXECUTED;
	}

	/**
	 * Give up everything, because this process does not become a daemon. The signals have
	 * their default actions again, and those that have waited are delivered. A second
	 * call does nothing.
	 */
	public void abandon(Posix posix) {
		if (this.abandoned) {
			return;
		}
		this.abandoned = true;
		Set<ProcessSignal> held = (this.inherited != null) ? this.inherited.signals().held() : Set.of();
		Set<ProcessSignal> reset = EnumSet.noneOf(ProcessSignal.class);
		reset.addAll(held);
		if (this.signals != null) {
			reset.addAll(this.signals.handled());
		}
		for (ProcessSignal signal : reset) {
			attempt(() -> posix.signal(signal.number(), false));
		}
		this.status.ifPresent(posix::close);
		descriptors().sockets().forEach((socket) -> posix.close(socket.descriptor()));
		descriptors().listen().forEach((socket) -> posix.close(socket.descriptor()));
		descriptors().predecessor().ifPresent(posix::close);
		attempt(() -> releasePidFile(posix));
		attempt(() -> posix.sigunblock(ProcessSignal.numbers(held)));
	}

	// The object remembers that it has closed the descriptor.
	private void releasePidFile(Posix posix) throws IOException {
		OptionalInt descriptor = descriptors().pidFile();
		if (this.pidFile == null && descriptor.isPresent()) {
			this.pidFile = PidFile.of(posix, descriptor.getAsInt());
		}
		if (this.pidFile != null) {
			this.pidFile.release();
		}
	}

	private static void attempt(Step step) {
		try {
			step.run();
		}
		catch (IOException ex) {
			// The failure that led here is the one to report.
		}
	}

	@FunctionalInterface
	private interface Step {

		void run() throws IOException;

	}

}
