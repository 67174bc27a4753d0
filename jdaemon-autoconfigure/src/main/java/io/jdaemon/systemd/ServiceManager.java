package io.jdaemon.systemd;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.jdaemon.posix.Posix;
import io.jdaemon.process.Deadline;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * Reports the state of this process to systemd, if this is the main process of a service
 * that has a socket for that. Otherwise it does nothing. All of it happens on the
 * lifecycle thread, and nothing waits.
 */
public final class ServiceManager {

	private final @Nullable Outbox outbox;

	private final @Nullable Watchdog watchdog;

	private final TimeLimits limits;

	private final Consumer<String> warnings;

	private final StatusText text = new StatusText(ZoneId.systemDefault());

	private boolean main;

	private @Nullable Status status;

	private @Nullable Instant readySince;

	private boolean alive = true;

	// Until when the state may last
	private @Nullable Deadline limit;

	private @Nullable Deadline nextExtension;

	private @Nullable Deadline nextPing;

	/**
	 * Create the reports.
	 * @param outbox sends them, {@code null} if there is nothing to report to
	 * @param watchdog the signs of life that are expected, {@code null} if none are
	 * @param limits how long a state may last
	 * @param main whether this is the main process, and not a successor that is to become
	 * it
	 * @param warnings receives lines for the log
	 */
	ServiceManager(@Nullable Outbox outbox, @Nullable Watchdog watchdog, TimeLimits limits, boolean main,
			Consumer<String> warnings) {
		this.outbox = outbox;
		this.watchdog = watchdog;
		this.limits = limits;
		this.main = main;
		this.warnings = warnings;
	}

	/**
	 * What this process reports.
	 * @param environment the environment of the process
	 * @param role what the process is for systemd
	 * @param limits how long a state may last
	 * @param alive whether the application is alive
	 * @param warnings receives lines for the log
	 * @return the reports
	 */
	public static ServiceManager of(Posix posix, Map<String, String> environment, ServiceRole role, TimeLimits limits,
			BooleanSupplier alive, Consumer<String> warnings) {
		if (role == ServiceRole.NONE) {
			return none();
		}
		return new ServiceManager(
				NotifySocket.find(posix, environment).map((socket) -> new Outbox(socket, warnings)).orElse(null),
				Watchdog.find(environment, ProcessHandle.current().pid(), role, alive).orElse(null), limits,
				role != ServiceRole.SUCCESSOR, warnings);
	}

	/**
	 * No reports.
	 * @return reports that are never sent
	 */
	public static ServiceManager none() {
		return new ServiceManager(null, null, new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO), false,
				(warning) -> {
				});
	}

	/**
	 * Whether there is something to report to.
	 * @return whether this process is the main process of a service, or may become it
	 */
	public boolean present() {
		return this.outbox != null;
	}

	/**
	 * The process has published its status.
	 * @param status the status
	 */
	public void published(Status status) {
		Status before = this.status;
		this.status = status;
		if (this.outbox == null) {
			return;
		}
		boolean entered = before == null || before.state() != status.state();
		if (entered && status.state() == State.READY) {
			this.readySince = Instant.now();
		}
		if (!this.main) {
			return;
		}
		if (before == null || entered) {
			entered(status, status.info().generation() > 0 || before != null && before.state() == State.RESTARTING);
		}
		else {
			changed(before, status);
		}
		if (status.state() != State.STARTING) {
			// While the application starts, its log may not be open yet.
			this.outbox.reportProblem();
		}
	}

	private void entered(Status status, boolean gap) {
		State state = status.state();
		this.limit = (state != State.READY) ? Deadline.after(this.limits.of(state)) : null;
		this.nextExtension = null;
		Notification words = Notification.status(words(status));
		switch (state) {
			case STARTING -> send(extended(words));
			case READY -> send(ready(words, gap));
			case RESTARTING -> send(extended(covered(reloading().and(words))));
			case STOPPING -> {
				this.nextPing = null;
				send(extended(Notification.stopping().and(words)));
			}
		}
	}

	// systemd may have requested what was decided. It knows the reload that it waits for
	// by its time, which is not earlier than the request, and waits for its end.
	private void changed(Status before, Status status) {
		boolean decided = status.decided() > before.decided();
		Notification words = Notification.status(words(status));
		if (decided && status.state() == State.READY) {
			// Refused
			this.nextExtension = null;
			send(reloading());
			send(Notification.ready().and(words));
		}
		else if (decided && status.state() == State.RESTARTING) {
			// Merged with the restart that is under way
			send(reloading());
		}
		else if (!words(before).equals(words(status))) {
			send(words);
		}
	}

	private String words(Status status) {
		return this.text.of(status, this.readySince);
	}

	private Notification reloading() {
		return Notification.reloading(Objects.requireNonNull(this.outbox).monotonicMicros());
	}

	private Notification ready(Notification words, boolean gap) {
		Notification ready = Notification.ready().and(words);
		if (this.watchdog != null) {
			this.nextPing = Deadline.after(this.watchdog.period());
			return gap ? ready.and(this.watchdog.restored()) : ready;
		}
		return ready;
	}

	private Notification covered(Notification notification) {
		return (this.watchdog != null) ? notification.and(this.watchdog.extended(this.limits.gap())) : notification;
	}

	private Notification extended(Notification notification) {
		return extension().map(notification::and).orElse(notification);
	}

	private Optional<Notification> extension() {
		Duration rest = Duration.ofNanos((this.limit != null) ? this.limit.remainingNanos() : 0);
		if (rest.isNegative() || rest.isZero()) {
			this.nextExtension = null;
			return Optional.empty();
		}
		this.nextExtension = Deadline.after(this.limits.pause());
		Duration extension = this.limits.extension();
		return Optional.of(Notification.extendTimeout((rest.compareTo(extension) < 0) ? rest : extension));
	}

	/**
	 * A request for a restart is being decided on, which systemd may be waiting for.
	 * @param limit how long that may take
	 */
	public void deciding(Duration limit) {
		if (this.main) {
			this.limit = Deadline.after(limit);
			this.nextExtension = Deadline.after(this.limits.pause());
		}
	}

	/**
	 * This process has taken over from its predecessor, which has reported that to
	 * systemd.
	 */
	public void takeOver() {
		this.main = true;
		if (this.outbox != null && this.status != null) {
			entered(this.status, true);
		}
	}

	/**
	 * Another process has taken over. Once that is reported, it is the main process, and
	 * this one reports nothing more.
	 * @param successor the process ID of the other process
	 * @return what became of the report
	 */
	public Delivery handOver(long successor) {
		if (this.outbox == null) {
			return Delivery.SENT;
		}
		Delivery delivery = this.outbox.deliver(Notification.mainPid(successor));
		if (delivery == Delivery.SENT) {
			this.main = false;
			this.nextExtension = null;
			this.nextPing = null;
		}
		return delivery;
	}

	/**
	 * Send a message, after those that could not be sent yet.
	 * @param notification the message
	 */
	public void send(Notification notification) {
		if (this.outbox != null) {
			this.outbox.send(notification);
		}
	}

	/**
	 * When {@link #run()} is to be called next.
	 * @return the moment, unless there is nothing to do
	 */
	public Optional<Deadline> due() {
		if (this.outbox == null) {
			return Optional.empty();
		}
		return Stream.of(this.nextExtension, this.nextPing, this.outbox.due())
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.min(Comparator.comparing(Deadline::remainingNanos));
	}

	/**
	 * Do what is due.
	 */
	public void run() {
		Outbox outbox = this.outbox;
		if (outbox == null) {
			return;
		}
		if (isDue(outbox.due())) {
			outbox.sendRest();
		}
		if (isDue(this.nextExtension)) {
			extension().ifPresent(outbox::sendIfEmpty);
		}
		if (isDue(this.nextPing) && this.watchdog != null) {
			this.nextPing = Deadline.after(this.watchdog.period());
			Optional<Notification> ping = this.watchdog.ping();
			ping.ifPresent(outbox::sendIfEmpty);
			alive(ping.isPresent());
		}
	}

	private static boolean isDue(@Nullable Deadline deadline) {
		return deadline != null && deadline.remainingNanos() <= 0;
	}

	private void alive(boolean alive) {
		if (this.alive != alive) {
			this.alive = alive;
			this.warnings.accept(alive ? "The liveness state is correct: systemd gets signs of life again"
					: "The liveness state is broken: systemd gets no more signs of life, and will end this process");
		}
	}

}
