package io.jdaemon.bench.server;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Responds at once, with few bytes or with many.
 */
@RestController
class BenchController {

	private final ProcessResponses responses;

	BenchController(ProcessResponses responses) {
		this.responses = responses;
	}

	@GetMapping("/process")
	ProcessResponse process() {
		return this.responses.get();
	}

	@GetMapping(path = "/data", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
	byte[] data(@RequestParam int size) {
		return new byte[size];
	}

}
