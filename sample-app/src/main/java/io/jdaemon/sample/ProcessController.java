package io.jdaemon.sample;

import java.time.Instant;
import java.util.Locale;

import io.jdaemon.DaemonInfo;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells which process answers, so that a restart can be watched from outside.
 */
@RestController
class ProcessController {

	private final DaemonInfo process;

	ProcessController(DaemonInfo process) {
		this.process = process;
	}

	@GetMapping("/process")
	Answer process() {
		return new Answer(this.process.pid(), this.process.generation(),
				this.process.mode().name().toLowerCase(Locale.ROOT), this.process.startedAt());
	}

	/**
	 * A request that takes a while, to see what becomes of it when the daemon restarts.
	 * @param ms how long to take, in milliseconds
	 * @return the same as {@code /process}
	 * @throws InterruptedException if the server stops before the time is over
	 */
	@GetMapping("/slow")
	Answer slow(@RequestParam long ms) throws InterruptedException {
		Thread.sleep(ms);
		return process();
	}

	/**
	 * The answer, as JSON.
	 */
	record Answer(long pid, int generation, String mode, Instant startedAt) {
	}

}
