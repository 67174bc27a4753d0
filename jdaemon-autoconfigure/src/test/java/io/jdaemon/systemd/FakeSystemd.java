package io.jdaemon.systemd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records what a {@link ServiceManager} sends.
 */
public final class FakeSystemd implements Channel {

	/** The time that the fake clock shows. */
	public static final long NOW = 4711;

	private static final Duration STARTUP = Duration.ofSeconds(100);

	private static final Duration STOP = Duration.ofSeconds(20);

	private static final Duration DRAIN = Duration.ofSeconds(3);

	final Queue<String> received = new ConcurrentLinkedQueue<>();

	final List<String> warnings = new CopyOnWriteArrayList<>();

	final AtomicBoolean alive = new AtomicBoolean(true);

	volatile boolean full;

	private volatile Runnable whileAsked = () -> {
	};

	Optional<String> problem = Optional.empty();

	@Override
	public Delivery deliver(Notification notification) {
		if (!this.full) {
			this.received.add(String.join(" ", notification.assignments()));
		}
		return this.full ? Delivery.NO_ROOM : Delivery.SENT;
	}

	@Override
	public Optional<String> problem() {
		Optional<String> problem = this.problem;
		this.problem = Optional.empty();
		return problem;
	}

	@Override
	public long monotonicMicros() {
		return NOW;
	}

	ServiceManager manager(ServiceRole role) {
		return manager(role, Map.of());
	}

	/**
	 * The reports of a process that may take 100 s to start, 20 s to stop and 3 s to
	 * drain.
	 * @param role what the process is
	 * @param environment the variables about the watchdog
	 * @return the reports
	 */
	public ServiceManager manager(ServiceRole role, Map<String, String> environment) {
		return new ServiceManager(new Outbox(this, this.warnings::add),
				Watchdog.find(environment, 17, role, this::isAlive).orElse(null), new TimeLimits(STARTUP, STOP, DRAIN),
				role != ServiceRole.SUCCESSOR, this.warnings::add);
	}

	private boolean isAlive() {
		this.whileAsked.run();
		return this.alive.get();
	}

	/**
	 * Set what happens on the lifecycle thread before each sign of life.
	 * @param action what happens
	 */
	public void whileAsked(Runnable action) {
		this.whileAsked = action;
	}

	/**
	 * The messages so far, which are then forgotten. Times of the day, and how long a
	 * state may still last, are replaced.
	 * @return the assignments of each
	 */
	public List<String> messages() {
		List<String> messages = new ArrayList<>();
		String message;
		while ((message = this.received.poll()) != null) {
			messages.add(message.replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME")
				.replaceAll("(EXTEND_TIMEOUT_USEC=)\\d+", "$1N"));
		}
		return messages;
	}

}
