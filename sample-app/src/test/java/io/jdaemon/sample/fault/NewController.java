package io.jdaemon.sample.fault;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A path that the sample application does not have as it was built.
 */
@RestController
class NewController {

	@GetMapping("/new")
	String code() {
		return "new code";
	}

}
