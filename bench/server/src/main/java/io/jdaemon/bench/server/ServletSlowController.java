package io.jdaemon.bench.server;

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

	private final ProcessResponses responses;

	ServletSlowController(ProcessResponses responses) {
		this.responses = responses;
	}

	@GetMapping("/slow")
	ProcessResponse slow(@RequestParam long ms) throws InterruptedException {
		Thread.sleep(ms);
		return this.responses.get();
	}

}
