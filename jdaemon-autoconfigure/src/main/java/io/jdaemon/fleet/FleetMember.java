package io.jdaemon.fleet;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

import io.jdaemon.RestartPermits;
import io.jdaemon.posix.Reason;
import io.jdaemon.restart.RestartGate;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.shutdown.LifecycleLog;
import org.jspecify.annotations.Nullable;

/**
 * This instance in its fleet. It restarts only with a permit, which the image that the
 * restart has started releases once it has stayed healthy.
 */
public final class FleetMember implements RestartGate, PermitPassage.Listener, AutoCloseable {

	private final FleetSettings settings;

	private final FleetPermits permits;

	private final Supplier<Optional<String>> ailment;

	private final PermitText text;

	private final LifecycleLog log;

	// Guarded by this
	private @Nullable PermitPassage passage;

	private @Nullable PermitKeeper keeper;

	private boolean closed;

	/**
	 * Create the member.
	 * @param settings the settings of the fleet
	 * @param permits the permits
	 * @param restart how long a restart may take, during which a holder gives no sign of
	 * life
	 * @param ailment why this instance is not healthy, a clause; empty if it is
	 * @param log the log of the lifecycle
	 */
	public FleetMember(FleetSettings settings, RestartPermits permits, Duration restart,
			Supplier<Optional<String>> ailment, LifecycleLog log) {
		this.settings = settings;
		this.permits = new FleetPermits(permits, settings.holder());
		this.ailment = ailment;
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

	@Override
	public void withoutRestart(PermitPassage passage) {
		if (this.permits.perhapsHeld()) {
			keep(passage, true);
		}
	}

	@Override
	public void failed(PermitPassage passage) {
		this.log.info(FleetEntries.kept(this.settings));
		keep(passage, false);
	}

	@Override
	public synchronized void serving() {
		keep(null, true);
	}

	// Unless another passage needs the permit
	private synchronized void keep(@Nullable PermitPassage after, boolean release) {
		if (this.passage == after && !this.closed) {
			stopKeeper();
			this.keeper = new PermitKeeper(release, this.settings, this.permits, this.ailment, this.log);
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
		if (last != null && last.close()) {
			try {
				this.permits.giveBack();
			}
			catch (Exception | LinkageError ex) {
				this.log.warn(FleetEntries.notReleased(this.settings, Reason.of(ex)));
			}
		}
	}

}
