package io.jdaemon.fleet;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.jdaemon.RestartPermit;
import io.jdaemon.RestartPermits;

/**
 * One permit in memory, whose coordinator can fail.
 */
final class FakePermits implements RestartPermits {

	private final List<RestartPermit> held = new ArrayList<>();

	volatile boolean away;

	volatile boolean answerLost;

	volatile CountDownLatch slow = new CountDownLatch(0);

	volatile int attempts;

	volatile int renewed;

	volatile boolean listFails;

	volatile String releasedBy = "";

	@Override
	public boolean acquire(String holder) throws Exception {
		this.attempts++;
		this.slow.await();
		check();
		synchronized (this.held) {
			if (this.held.isEmpty()) {
				hold(holder, Duration.ZERO);
			}
			if (this.answerLost) {
				throw new IOException("connection reset");
			}
			return heldBy(holder);
		}
	}

	void hold(String holder, Duration silence) {
		synchronized (this.held) {
			this.held.clear();
			this.held.add(new RestartPermit(holder, Instant.EPOCH, silence));
		}
	}

	boolean heldBy(String holder) {
		synchronized (this.held) {
			return this.held.stream().anyMatch((permit) -> permit.holder().equals(holder));
		}
	}

	@Override
	public void release(String holder, String releasedBy) throws Exception {
		this.slow.await();
		check();
		this.releasedBy = releasedBy;
		synchronized (this.held) {
			this.held.removeIf((permit) -> permit.holder().equals(holder));
		}
	}

	@Override
	public List<RestartPermit> held() throws Exception {
		check();
		if (this.listFails) {
			throw new IOException("not permitted");
		}
		synchronized (this.held) {
			return List.copyOf(this.held);
		}
	}

	@Override
	public boolean renew(String holder) throws Exception {
		check();
		this.renewed++;
		return heldBy(holder);
	}

	private void check() throws IOException {
		if (this.away) {
			throw new IOException("connection refused");
		}
	}

}
