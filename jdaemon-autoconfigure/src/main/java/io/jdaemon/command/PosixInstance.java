package io.jdaemon.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.jdaemon.RestartStrategy;
import io.jdaemon.output.LowerCase;
import io.jdaemon.output.OutputTail;
import io.jdaemon.pidfile.InstanceProbe;
import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.OwnerView;
import io.jdaemon.process.PosixLoader;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.CommandSender;
import io.jdaemon.status.OpenStatusFile;
import io.jdaemon.status.PublishedStatus;
import io.jdaemon.status.RequestFile;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusFile;
import io.jdaemon.status.StatusFormat;
import org.jspecify.annotations.Nullable;

/**
 * {@link Instance} by proc(5), and by the C library where Java has no means.
 */
final class PosixInstance implements Instance {

	private static final Duration PAUSE = Duration.ofMillis(50);

	private final PosixLoader posix;

	private final String pidFile;

	private final InstanceProbe probe;

	private @Nullable OutputTail output;

	private @Nullable OpenStatusFile kept;

	PosixInstance(PosixLoader posix, String pidFile) {
		this.posix = posix;
		this.pidFile = pidFile;
		this.probe = new InstanceProbe(posix, pidFile);
	}

	@Override
	public InstanceState probe() throws IOException, PosixUnavailableException {
		return this.probe.probe();
	}

	@Override
	public Optional<Status> status(ProcessIdentity process) {
		return see(process, () -> StatusFile.of(process.pid())).flatMap(StatusFormat::parse);
	}

	@Override
	public String jar() {
		return PublishedSettings.jar();
	}

	@Override
	public void keepStatus(ProcessIdentity process) {
		if (this.kept != null) {
			this.kept.close();
		}
		this.kept = see(process, () -> StatusFile.open(process.pid())).orElse(null);
	}

	private <T> Optional<T> see(ProcessIdentity process, Posix.Task<Optional<T>> look) {
		try {
			return OwnerView.see(this.posix, process, look);
		}
		catch (IOException | PosixUnavailableException ex) {
			return Optional.empty();
		}
	}

	@Override
	public Optional<Status> lastStatus() {
		return Optional.ofNullable(this.kept).flatMap(OpenStatusFile::last);
	}

	@Override
	public List<PublishedStatus> published() {
		return PublishedStatus.all(this.posix);
	}

	@Override
	public boolean alive(ProcessIdentity process) {
		return process.alive();
	}

	@Override
	public boolean suspended(ProcessIdentity process) {
		return process.suspended();
	}

	@Override
	public OptionalLong memory(ProcessIdentity process) {
		return process.residentMemory();
	}

	@Override
	public void request(ProcessIdentity process, RestartStrategy strategy)
			throws IOException, PosixUnavailableException {
		write(process, RequestFile.STRATEGY, strategy.name());
	}

	@Override
	public void introduce(ProcessIdentity process, SignalAction action) throws PosixUnavailableException {
		ProcessHandle self = ProcessHandle.current();
		String user = self.info().user().orElseGet(() -> System.getProperty("user.name"));
		try {
			write(process, RequestFile.SENDER, new CommandSender(LowerCase.of(action), user, self.pid()).toString());
		}
		catch (IOException ex) {
			// The signal is what counts, and its own failure is reported.
		}
	}

	private void write(ProcessIdentity process, String file, String text)
			throws IOException, PosixUnavailableException {
		Credentials owner = process.credentials()
			.orElseThrow(() -> new NoSuchFileException("process " + process.pid()));
		Optional<Integer> own = ProcessIdentity.of(ProcessHandle.current().pid())
			.flatMap(ProcessIdentity::credentials)
			.map(Credentials::uid);
		if (own.equals(Optional.of(owner.uid()))) {
			RequestFile.write(process.pid(), file, text);
		}
		else {
			// What a descriptor of the process leads to is for its user to choose: with
			// the rights of root it could be any file of the system.
			this.posix.get().withCredentials(owner, () -> {
				RequestFile.write(process.pid(), file, text);
				return true;
			});
		}
	}

	@Override
	public void signal(ProcessIdentity process, ProcessSignal signal) throws IOException, PosixUnavailableException {
		if (signal == ProcessSignal.TERM) {
			end(process, ProcessHandle::destroy);
		}
		else if (probe().equals(new InstanceState.Running(process))) {
			this.posix.get().kill((int) process.pid(), signal.number());
		}
	}

	@Override
	public void kill(ProcessIdentity process) throws IOException, PosixUnavailableException {
		end(process, ProcessHandle::destroyForcibly);
	}

	@Override
	public void killPredecessor(ProcessIdentity process) throws IOException {
		Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
		if (handle.isPresent() && process.alive()) {
			send(handle.get(), process, ProcessHandle::destroyForcibly);
		}
	}

	// Java's handle remembers the start time, too, and checks it before it sends.
	private void end(ProcessIdentity process, Ending ending) throws IOException, PosixUnavailableException {
		Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
		if (handle.isPresent() && probe().equals(new InstanceState.Running(process))) {
			send(handle.get(), process, ending);
		}
	}

	private static void send(ProcessHandle handle, ProcessIdentity process, Ending ending) throws IOException {
		if (!ending.send(handle) && process.alive()) {
			throw new AccessDeniedException("process " + process.pid());
		}
	}

	@Override
	public void removeStaleFiles() throws IOException, PosixUnavailableException {
		PidFile.claim(this.posix.get(), this.pidFile).release();
	}

	@Override
	public void captureOutput(ProcessIdentity process) {
		OutputTail output = this.output;
		if (output == null) {
			output = new OutputTail(process.pid());
			this.output = output;
		}
		OutputTail tail = output;
		see(process, () -> {
			tail.refresh();
			return Optional.empty();
		});
	}

	@Override
	public void replayOutput(OutputStream target) {
		if (this.output != null) {
			this.output.replay(target);
		}
	}

	@Override
	public void pause() {
		DaemonThreads.sleep(PAUSE);
	}

	/** Sends one of the two signals that Java can send. */
	@FunctionalInterface
	private interface Ending {

		boolean send(ProcessHandle process);

	}

}
