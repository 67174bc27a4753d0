package io.jdaemon.lifecycle;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.restart.Successor;

/**
 * A successor that a test controls.
 */
final class FakeSuccessor implements Successor {

	final CompletableFuture<Boolean> ready = new CompletableFuture<>();

	final CompletableFuture<Optional<String>> taken = new CompletableFuture<>();

	final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final Journal journal;

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
		this.ended.join();
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
	public boolean stop() {
		this.journal.add("stop successor");
		return false;
	}

}
