package io.jdaemon.lifecycle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Optional;

import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.InstanceProbe;
import io.jdaemon.process.OutputWatch;
import io.jdaemon.process.PidFile;
import io.jdaemon.process.PosixSource;
import io.jdaemon.process.ProcessId;
import io.jdaemon.process.ProcessSignal;
import io.jdaemon.process.RequestPage;
import io.jdaemon.process.Sighting;
import io.jdaemon.process.StatusPage;
import org.jspecify.annotations.Nullable;

/**
 * {@link Instance} by proc(5), and by system calls where Java cannot do it.
 */
final class KernelInstance implements Instance {

	private static final Duration PAUSE = Duration.ofMillis(50);

	private final PosixSource posix;

	private final String pidFile;

	private final InstanceProbe probe;

	private @Nullable OutputWatch output;

	KernelInstance(PosixSource posix, String pidFile) {
		this.posix = posix;
		this.pidFile = pidFile;
		this.probe = new InstanceProbe(posix, pidFile);
	}

	@Override
	public Sighting look() throws IOException, PosixUnavailableException {
		return this.probe.look();
	}

	@Override
	public Optional<Status> status(ProcessId process) {
		return StatusPage.of(process.pid()).flatMap(StatusFields::parse);
	}

	@Override
	public boolean alive(ProcessId process) {
		return process.alive();
	}

	@Override
	public boolean suspended(ProcessId process) {
		return process.suspended();
	}

	@Override
	public void request(ProcessId process, RestartStrategy strategy) throws IOException {
		RequestPage.write(process.pid(), strategy.name());
	}

	@Override
	public void signal(ProcessId process, ProcessSignal signal) throws IOException, PosixUnavailableException {
		if (signal == ProcessSignal.TERM) {
			end(process, ProcessHandle::destroy);
		}
		else if (look().equals(new Sighting.Running(process))) {
			this.posix.get().kill((int) process.pid(), signal.number());
		}
	}

	@Override
	public void kill(ProcessId process) throws IOException, PosixUnavailableException {
		end(process, ProcessHandle::destroyForcibly);
	}

	// Java's handle remembers the start time, too, and asks for it before it sends.
	private void end(ProcessId process, Ending ending) throws IOException, PosixUnavailableException {
		Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
		if (handle.isPresent() && look().equals(new Sighting.Running(process)) && !ending.send(handle.get())
				&& process.alive()) {
			throw new AccessDeniedException("process " + process.pid());
		}
	}

	@Override
	public void removeLeftover() throws IOException, PosixUnavailableException {
		PidFile.claim(this.posix.get(), this.pidFile).release();
	}

	@Override
	public void listen(ProcessId process) {
		OutputWatch output = this.output;
		if (output == null) {
			output = new OutputWatch(process.pid());
			this.output = output;
		}
		output.refresh();
	}

	@Override
	public void replay(OutputStream target) {
		if (this.output != null) {
			this.output.replay(target);
		}
	}

	@Override
	public void pause() {
		LifecycleThreads.sleep(PAUSE);
	}

	/** Sends one of the two signals that Java knows. */
	@FunctionalInterface
	private interface Ending {

		boolean send(ProcessHandle process);

	}

}
