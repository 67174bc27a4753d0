package io.jdaemon.lifecycle;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.restart.Successor;
import org.jspecify.annotations.Nullable;

/**
 * A successor that a test controls.
 */
final class FakeSuccessor implements Successor {

	final CompletableFuture<Boolean> ready = new CompletableFuture<>();

	final CompletableFuture<Optional<String>> taken = new CompletableFuture<>();

	final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final Journal journal;

	private volatile @Nullable Thread watcher;

	FakeSuccessor(Journal journal) {
		this.journal = journal;
	}

	@Override
	public long pid() {
		return 4712;
	}

	@Override
	public boolean awaitReady() {
		return this.ready.join();
	}

	@Override
	public Optional<String> takeOver() {
		this.journal.add("take over");
		return this.taken.join();
	}

	@Override
	public void awaitEnd() {
		this.watcher = Thread.currentThread();
		this.ended.join();
	}

	/**
	 * Whether the thread that waits for the end has not reported it yet.
	 * @return whether that thread is alive, or is yet to be started
	 */
	boolean awaitsEnd() {
		Thread watcher = this.watcher;
		return watcher == null || watcher.isAlive();
	}

	@Override
	public String end() {
		this.journal.add("end");
		return "it exited with status 1, last output: No.";
	}

	@Override
	public void detach() {
		this.journal.add("detach");
	}

	@Override
	public void dismiss() {
		this.journal.add("dismiss");
	}

	@Override
	public boolean stop() {
		this.journal.add("stop successor");
		return false;
	}

}
