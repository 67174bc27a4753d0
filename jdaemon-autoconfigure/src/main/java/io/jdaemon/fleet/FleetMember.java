package io.jdaemon.fleet;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.jdaemon.RestartPermits;
import io.jdaemon.posix.Reason;
import io.jdaemon.restart.RestartGate;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.LifecycleLog;
import org.jspecify.annotations.Nullable;

/**
 * This instance in its fleet. It restarts only with a permit, which the image that the
 * restart has started releases once it has stayed healthy.
 */
public final class FleetMember implements RestartGate, PermitPassage.Listener, AutoCloseable {

	private static final Duration MOMENT = Duration.ofSeconds(5);

	private final FleetSettings settings;

	private final FleetPermits permits;

	private final Supplier<Optional<String>> healthProblem;

	private final PermitText text;

	private final LifecycleLog log;

	// Guarded by this
	private @Nullable PermitPassage passage;

	private @Nullable PermitKeeper keeper;

	private boolean closed;

	// Whether a restart in this image has failed: then the permit stays
	private boolean failed;

	// Whether the permit of the restart that has started this image is released
	private boolean settled;

	/**
	 * Create the member.
	 * @param settings the settings of the fleet
	 * @param permits the permits
	 * @param restart how long a restart may take, during which a holder gives no sign of
	 * life
	 * @param healthProblem why this instance is not healthy, a clause; empty if it is
	 * @param log the log of the lifecycle
	 */
	public FleetMember(FleetSettings settings, RestartPermits permits, Duration restart,
			Supplier<Optional<String>> healthProblem, LifecycleLog log) {
		this.settings = settings;
		this.permits = new FleetPermits(permits, settings.holder());
		this.healthProblem = healthProblem;
		this.text = new PermitText(settings, restart.plus(PermitKeeper.RENEWAL.multipliedBy(2)),
				ZoneId.systemDefault());
		this.log = log;
	}

	@Override
	public synchronized Optional<Passage> passage() {
		stopKeeper();
		this.passage = new PermitPassage(this.settings, this.permits, this.text, this, this.log);
		return Optional.of(this.passage);
	}

	// The preparation may take long.
	@Override
	public void passed(PermitPassage passage) {
		keep(passage, false);
	}

	@Override
	public synchronized void withoutRestart(PermitPassage passage) {
		if (!this.permits.perhapsHeld()) {
			hasNone();
		}
		else {
			keep(passage, !this.failed);
		}
	}

	@Override
	public synchronized void failed(PermitPassage passage) {
		this.failed = true;
		this.log.info(FleetEntries.kept(this.settings));
		keep(passage, false);
	}

	@Override
	public synchronized void serving() {
		keep(null, true);
	}

	private synchronized void hasNone() {
		this.failed = false;
		this.settled = true;
	}

	// Unless another passage needs the permit
	private synchronized void keep(@Nullable PermitPassage after, boolean release) {
		if (this.passage == after && !this.closed) {
			stopKeeper();
			this.keeper = new PermitKeeper(release, this.settings, this.permits, this.healthProblem, this::hasNone,
					this.log);
			this.keeper.start();
		}
	}

	private void stopKeeper() {
		if (this.keeper != null) {
			this.keeper.stop();
			this.keeper = null;
		}
	}

	/**
	 * The application closes, and with it what the permits need. A permit that is held
	 * for a restart that does not follow is released first.
	 */
	@Override
	public void close() {
		PermitPassage last;
		synchronized (this) {
			this.closed = true;
			stopKeeper();
			last = this.passage;
		}
		if (last != null && last.close() && owesNothing()) {
			giveBack();
		}
	}

	private synchronized boolean owesNothing() {
		return this.settled && !this.failed;
	}

	// Not for longer than a moment: the application has more to close.
	private void giveBack() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		DaemonThreads.start("jdaemon-permit", () -> {
			try {
				this.permits.giveBack();
				released.complete(null);
			}
			catch (Exception | LinkageError ex) {
				released.completeExceptionally(ex);
			}
		});
		try {
			released.get(MOMENT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			this.log.warn(FleetEntries.notReleased(this.settings, Reason.of(ex)));
		}
		catch (TimeoutException | InterruptedException ex) {
			this.log.warn(FleetEntries.notReleased(this.settings, "there is no response"));
		}
	}

}
