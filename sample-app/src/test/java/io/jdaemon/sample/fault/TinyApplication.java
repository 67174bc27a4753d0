package io.jdaemon.sample.fault;

import io.jdaemon.autoconfigure.JdaemonAutoConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * An application with nothing but jdaemon in it, for tests that need many starts. It has
 * no stereotype, so that the sample application does not take it for a part of itself.
 */
@ImportAutoConfiguration(JdaemonAutoConfiguration.class)
@Import(Faults.class)
public class TinyApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(TinyApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setKeepAlive(true);
		application.run(args);
	}

}
