package io.jdaemon.sample;

import java.time.Instant;
import java.util.Locale;

import io.jdaemon.DaemonInfo;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reports which process responds, so that a restart can be watched from outside.
 */
@RestController
class ProcessController {

	private final DaemonInfo process;

	ProcessController(DaemonInfo process) {
		this.process = process;
	}

	@GetMapping("/process")
	ProcessResponse process() {
		return new ProcessResponse(this.process.pid(), this.process.generation(),
				this.process.mode().name().toLowerCase(Locale.ROOT), this.process.imageStartedAt());
	}

	/**
	 * Respond after a while, to show what happens to a request when the daemon restarts.
	 * @param ms how long to wait, in milliseconds
	 * @return the same as {@code /process}
	 * @throws InterruptedException if the server stops before that
	 */
	@GetMapping("/slow")
	ProcessResponse slow(@RequestParam long ms) throws InterruptedException {
		Thread.sleep(ms);
		return process();
	}

	/**
	 * The response, as JSON.
	 */
	record ProcessResponse(long pid, int generation, String mode, Instant imageStartedAt) {
	}

}
