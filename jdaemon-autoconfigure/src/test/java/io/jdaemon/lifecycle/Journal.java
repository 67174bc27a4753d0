package io.jdaemon.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happened to a process and its application, in order.
 */
final class Journal {

	private final BlockingQueue<String> entries = new LinkedBlockingQueue<>();

	void add(String entry) {
		this.entries.add(entry);
	}

	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	/**
	 * Wait for exactly these entries, and take them.
	 * @param expected the next entries
	 */
	void expect(String... expected) {
		for (String entry : expected) {
			assertThat(take()).isEqualTo(entry);
		}
	}

	/**
	 * Wait for exactly these entries, which two threads write, and take them.
	 * @param expected the next entries
	 */
	void expectInAnyOrder(String... expected) {
		List<String> taken = Stream.of(expected).map((entry) -> take()).toList();
		assertThat(taken).containsExactlyInAnyOrder(expected);
	}

	/**
	 * Wait for an entry, and take all entries up to it.
	 * @param earlier one of the entries before it
	 * @param last the entry to wait for
	 */
	void expectBefore(String earlier, String last) {
		List<String> taken = new ArrayList<>();
		do {
			taken.add(take());
		}
		while (!taken.contains(last) && !taken.contains("nothing"));
		assertThat(taken).contains(earlier).endsWith(last);
	}

	private String take() {
		try {
			return Objects.requireNonNullElse(this.entries.poll(20, TimeUnit.SECONDS), "nothing");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
