package io.jdaemon.bench.server;

import io.jdaemon.DaemonInfo;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Responds after a delay and occupies a thread of the server until then.
 */
@RestController
@ConditionalOnWebApplication(type = Type.SERVLET)
class ServletSlowController {

	private final DaemonInfo daemon;

	ServletSlowController(DaemonInfo daemon) {
		this.daemon = daemon;
	}

	@GetMapping("/slow")
	ProcessResponse slow(@RequestParam long ms) throws InterruptedException {
		Thread.sleep(ms);
		return ProcessResponse.of(this.daemon);
	}

}
