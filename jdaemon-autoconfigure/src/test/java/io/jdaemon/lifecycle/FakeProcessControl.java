package io.jdaemon.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

import io.jdaemon.RestartStrategy;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.RestartCause;
import io.jdaemon.rehearsal.Rehearsal;
import io.jdaemon.restart.Execve;
import io.jdaemon.restart.RestartControl;
import io.jdaemon.restart.Successor;
import io.jdaemon.sockets.Gap;
import io.jdaemon.status.CommandSender;
import io.jdaemon.status.Status;
import io.jdaemon.systemd.Delivery;

/**
 * A process that only records its calls. Like the real exec, its exec does not return.
 */
final class FakeProcessControl implements ProcessControl, RestartControl {

	private final Journal journal;

	volatile Optional<String> refusal = Optional.empty();

	volatile String version = "1";

	volatile Rehearsal rehearsal = new FakeRehearsal();

	volatile Runnable duringPreflight = () -> {
	};

	volatile boolean reportFails;

	volatile Runnable whileReleasing = () -> {
	};

	volatile Runnable whileSpawning = () -> {
	};

	volatile boolean launcherAlive = true;

	volatile boolean keptAlive = true;

	volatile boolean reopenFails;

	volatile boolean hasPredecessor;

	volatile boolean draining;

	volatile Optional<String> predecessorFailure = Optional.empty();

	volatile Optional<String> takeOverFailure = Optional.empty();

	volatile boolean mayHandOver = true;

	final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();

	volatile Optional<RestartStrategy> request = Optional.empty();

	volatile Optional<CommandSender> sender = Optional.empty();

	final FakeSuccessor successor;

	volatile boolean execFails;

	volatile Runnable beforeLastStopCheck = () -> {
	};

	final List<Status> reported = new CopyOnWriteArrayList<>();

	FakeProcessControl(Journal journal) {
		this.journal = journal;
		this.successor = new FakeSuccessor(journal);
	}

	@Override
	public Optional<String> preflight(RestartStrategy strategy) {
		this.journal.add("preflight");
		this.duringPreflight.run();
		return this.refusal;
	}

	@Override
	public Object version() {
		return this.version;
	}

	@Override
	public Optional<Rehearsal> rehearsal() {
		return Optional.of(this.rehearsal);
	}

	@Override
	public void print(String output) {
		if (!output.isEmpty()) {
			this.journal.add("print " + output);
		}
	}

	@Override
	public void report(Status status) {
		if (this.reportFails) {
			throw new StackOverflowError();
		}
		this.reported.add(status);
	}

	@Override
	public void discardOutput() {
	}

	@Override
	public boolean ready() {
		this.journal.add("ready");
		return this.launcherAlive;
	}

	@Override
	public boolean keptAliveWithout(Thread starter) {
		return this.keptAlive;
	}

	@Override
	public void ran() {
		this.journal.add("ran");
	}

	@Override
	public void stopped(String signal) {
		this.journal.add("stopped by " + signal);
	}

	@Override
	public Optional<String> reopen() {
		this.journal.add("reopen");
		return this.reopenFails ? Optional.of("no space") : Optional.empty();
	}

	@Override
	public void retirePidFile() {
		this.journal.add("retire");
	}

	@Override
	public void leavePidFile() {
		this.journal.add("leave");
	}

	@Override
	public void releasePidFile() {
		this.journal.add("release");
		this.whileReleasing.run();
	}

	@Override
	public void closeUnusedSockets() {
	}

	@Override
	public Optional<Gap> drain(Duration timeout) {
		this.journal.add("drain");
		return Optional.empty();
	}

	@Override
	public void drainForSuccessor(Duration timeout) {
		this.journal.add("drain");
	}

	@Override
	public void drainForNextProcess(Duration timeout) {
	}

	@Override
	public void releaseSockets() {
		this.journal.add("release sockets");
	}

	@Override
	public void keepDiscardedOutput() {
	}

	@Override
	public Execve.Replacement prepareExec(RestartCause cause, BooleanSupplier stopRequested) {
		return () -> {
			this.journal.add("exec for " + cause.requestedBy());
			if (this.execFails) {
				throw new IOException("no memory");
			}
			this.beforeLastStopCheck.run();
			if (!stopRequested.getAsBoolean()) {
				new CountDownLatch(1).await();
			}
		};
	}

	@Override
	public Optional<CommandSender> takeSender() {
		return this.sender;
	}

	@Override
	public Optional<RestartStrategy> takeRequest() {
		return this.request;
	}

	@Override
	public Successor spawnSuccessor(RestartCause cause) {
		this.journal.add("spawn for " + cause.requestedBy());
		this.whileSpawning.run();
		return this.successor;
	}

	@Override
	public boolean hasPredecessor() {
		return this.hasPredecessor;
	}

	@Override
	public Optional<String> awaitPredecessor() {
		this.journal.add("await predecessor");
		return this.predecessorFailure;
	}

	@Override
	public void stopPredecessors() {
		if (this.draining) {
			this.journal.add("stop predecessors");
		}
	}

	@Override
	public void awaitPredecessorsEnd(Duration timeout) {
		if (this.draining) {
			this.journal.add("await predecessors' end");
		}
	}

	@Override
	public void endDrain() {
		this.journal.add("end drain");
	}

	@Override
	public Optional<String> takeOver() {
		this.journal.add("take over from predecessor");
		return this.takeOverFailure;
	}

	@Override
	public boolean mayHandOver() {
		return this.mayHandOver;
	}

	@Override
	public Delivery handOver(long successor) {
		this.journal.add("hand over to " + successor);
		return this.deliveries.isEmpty() ? Delivery.SENT : this.deliveries.remove();
	}

	@Override
	public void unblockSignals() {
		// A fake has no signals.
	}

	@Override
	public void blockSignals() {
		// A fake has no signals.
	}

	@Override
	public void halt(ExitStatus status) {
		this.journal.add("halt " + status);
	}

}
