package io.jdaemon.neighbours.admin;

import io.jdaemon.DaemonInfo;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reports which process responds.
 */
@RestController
class ProcessController {

	private final DaemonInfo process;

	ProcessController(DaemonInfo process) {
		this.process = process;
	}

	@GetMapping("/process")
	ProcessResponse process() {
		return new ProcessResponse(this.process.pid(), this.process.generation());
	}

	/**
	 * The response, as JSON.
	 */
	record ProcessResponse(long pid, int generation) {
	}

}
