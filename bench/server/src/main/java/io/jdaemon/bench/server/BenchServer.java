package io.jdaemon.bench.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An ordinary Spring Boot application. The properties {@code bench.server} and
 * {@code bench.stack} select its web server, see {@code application.yml}.
 */
@SpringBootApplication
public class BenchServer {

	public static void main(String[] args) {
		SpringApplication.run(BenchServer.class, args);
	}

}
