package io.jdaemon.sample.fault;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers where the sample application as it was built has no answer.
 */
@RestController
class NewController {

	@GetMapping("/new")
	String answer() {
		return "new code";
	}

}
