package io.jdaemon.bench.server;

import java.time.Duration;

import io.jdaemon.DaemonInfo;
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

	private final DaemonInfo daemon;

	ReactiveSlowController(DaemonInfo daemon) {
		this.daemon = daemon;
	}

	@GetMapping("/slow")
	Mono<ProcessResponse> slow(@RequestParam long ms) {
		return Mono.delay(Duration.ofMillis(ms)).thenReturn(ProcessResponse.of(this.daemon));
	}

}
