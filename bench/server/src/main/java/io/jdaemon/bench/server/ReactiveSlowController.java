package io.jdaemon.bench.server;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Responds after a delay and occupies no thread until then.
 */
@RestController
@ConditionalOnWebApplication(type = Type.REACTIVE)
class ReactiveSlowController {

	private final ProcessResponses responses;

	ReactiveSlowController(ProcessResponses responses) {
		this.responses = responses;
	}

	@GetMapping("/slow")
	Mono<ProcessResponse> slow(@RequestParam long ms) {
		return Mono.delay(Duration.ofMillis(ms)).thenReturn(this.responses.get());
	}

}
