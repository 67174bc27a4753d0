package io.jdaemon.restart;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a restart has to pass before anything is prepared for it. Except for
 * {@link Passage#await}, nothing here blocks.
 */
public interface RestartGate {

	/**
	 * Begin the passage of one restart. Those before are over.
	 * @return the passage; empty if the restart may pass at once
	 */
	Optional<Passage> passage();

	/**
	 * This image serves the application: it is ready, and no predecessor could continue
	 * in its place any more.
	 */
	void serving();

	/**
	 * A gate that is open.
	 * @return the gate
	 */
	static RestartGate open() {
		return of(Optional::empty);
	}

	/**
	 * A gate that is closed.
	 * @param reason why no restart may pass, a sentence
	 * @return the gate
	 */
	static RestartGate closed(String reason) {
		return of(() -> Optional.of(new Passage() {

			@Override
			public Duration limit() {
				return Duration.ofMinutes(1);
			}

			@Override
			public Optional<String> await(Consumer<String> waiting) {
				return Optional.of(reason);
			}

			@Override
			public void begin() {
				// It never passes.
			}

			@Override
			public void cancel() {
				// Nothing is asked for.
			}

			@Override
			public void failed() {
				// It never passes.
			}

		}));
	}

	private static RestartGate of(Supplier<Optional<Passage>> passages) {
		return new RestartGate() {

			@Override
			public Optional<Passage> passage() {
				return passages.get();
			}

			@Override
			public void serving() {
				// Nothing was passed.
			}

		};
	}

	/** The passage of one restart. */
	interface Passage {

		/**
		 * How long the restart may wait.
		 * @return the longest time
		 */
		Duration limit();

		/**
		 * Wait until the restart may pass.
		 * @param waiting called with what the restart waits for, such as "waiting for the
		 * permit of orders", as soon as that is known and whenever it changes
		 * @return the reason if it may not pass, a sentence
		 */
		Optional<String> await(Consumer<String> waiting);

		/**
		 * The restart that has passed begins: the application is closed for it, or a
		 * successor starts.
		 */
		void begin();

		/**
		 * No restart follows, although nothing has failed: another request takes its
		 * place, or the process is stopping.
		 */
		void cancel();

		/**
		 * The restart that has passed was refused or has failed.
		 */
		void failed();

	}

}
