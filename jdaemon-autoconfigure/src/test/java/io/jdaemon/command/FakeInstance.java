package io.jdaemon.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.jdaemon.RestartStrategy;
import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.PublishedStatus;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * An instance that changes with every pause, as a test has planned it.
 */
final class FakeInstance implements Instance {

	static final ProcessIdentity PROCESS = new ProcessIdentity(4711, 100);

	final List<String> done = new ArrayList<>();

	SignalAction introduced;

	InstanceState state = new InstanceState.Running(PROCESS);

	@Nullable Status status;

	@Nullable Status last;

	final Map<ProcessIdentity, Status> others = new HashMap<>();

	/** What happens between the question for the holder and that for its status. */
	Runnable beforeStatus = () -> {
	};

	List<PublishedStatus> published = List.of();

	final Set<ProcessIdentity> draining = new HashSet<>();

	boolean alive = true;

	boolean suspended;

	String words = "";

	@Nullable IOException removalFailure;

	private final Deque<Runnable> plan = new ArrayDeque<>();

	/**
	 * Plan what happens during the next pause that has no plan yet.
	 * @param change what happens
	 * @return this
	 */
	FakeInstance then(Runnable change) {
		this.plan.add(change);
		return this;
	}

	void gone() {
		this.alive = false;
		this.status = null;
		this.state = new InstanceState.NotRunning();
	}

	@Override
	public InstanceState probe() {
		return this.state;
	}

	@Override
	public OptionalLong memory(ProcessIdentity process) {
		return OptionalLong.of(300L << 20);
	}

	@Override
	public void request(ProcessIdentity process, RestartStrategy strategy) {
		this.done.add("request " + strategy);
	}

	@Override
	public void introduce(ProcessIdentity process, SignalAction action) {
		this.introduced = action;
	}

	@Override
	public Optional<Status> status(ProcessIdentity process) {
		Runnable change = this.beforeStatus;
		this.beforeStatus = () -> {
		};
		change.run();
		return Optional.ofNullable(this.others.getOrDefault(process, this.status));
	}

	@Override
	public String jar() {
		return "/srv/orders.jar";
	}

	@Override
	public void keepStatus(ProcessIdentity process) {
	}

	@Override
	public Optional<Status> lastStatus() {
		return Optional.ofNullable(this.last);
	}

	@Override
	public List<PublishedStatus> published() {
		return this.published;
	}

	@Override
	public boolean alive(ProcessIdentity process) {
		return process.equals(PROCESS) ? this.alive : this.draining.contains(process);
	}

	@Override
	public void killPredecessor(ProcessIdentity process) {
		this.done.add("KILL " + process.pid());
		this.alive = false;
	}

	@Override
	public boolean suspended(ProcessIdentity process) {
		return this.suspended;
	}

	@Override
	public void signal(ProcessIdentity process, ProcessSignal signal) {
		this.done.add(signal.name());
	}

	@Override
	public void kill(ProcessIdentity process) {
		this.done.add("KILL");
		if (process.equals(PROCESS)) {
			gone();
		}
		else {
			this.state = new InstanceState.NotRunning();
		}
	}

	@Override
	public void removeStaleFiles() throws IOException {
		if (this.removalFailure != null) {
			throw this.removalFailure;
		}
		this.done.add("remove");
	}

	@Override
	public void captureOutput(ProcessIdentity process) {
	}

	@Override
	public void replayOutput(OutputStream target) {
		try {
			target.write(this.words.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void pause() {
		Runnable change = this.plan.poll();
		if (change != null) {
			change.run();
		}
	}

}
