package io.jdaemon.neighbours.fleet;

import io.jdaemon.DaemonInfo;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reports which process of which version on which host responds.
 */
@RestController
class ProcessController {

	private final DaemonInfo process;

	private final String host;

	private final String version;

	ProcessController(DaemonInfo process, @Value("${server.address}") String host,
			@Value("${orders.version}") String version) {
		this.process = process;
		this.host = host;
		this.version = version;
	}

	@GetMapping("/process")
	ProcessResponse process() {
		return new ProcessResponse(this.host, this.process.pid(), this.process.generation(), this.version);
	}

	/**
	 * The response, as JSON.
	 */
	record ProcessResponse(String host, long pid, int generation, String version) {
	}

}
