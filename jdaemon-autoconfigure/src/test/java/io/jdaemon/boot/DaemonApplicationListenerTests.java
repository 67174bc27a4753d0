package io.jdaemon.boot;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.RestartRefusedException;
import io.jdaemon.Restarter;
import io.jdaemon.lifecycle.Lifecycle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DaemonApplicationListener}, which must do nothing in a test, whatever
 * the settings are.
 */
@ExtendWith(OutputCaptureExtension.class)
class DaemonApplicationListenerTests {

	// Another test in this process may have started an application.
	@BeforeEach
	void forgetOtherApplications() {
		System.clearProperty(JvmWideState.DECIDED);
	}

	@Test
	void runInTestDoesNothingAndLogsTheReasonForDebugging(CapturedOutput output) {
		run().close();
		assertThat(output).doesNotContain("jdaemon is off");
		forgetOtherApplications();
		try (ConfigurableApplicationContext context = run("stop", "--logging.level.io.jdaemon=debug",
				"--jdaemon.mode=daemon", "--jdaemon.pid-file=missing/a.pid")) {
			assertThat(context.getBeanProvider(Lifecycle.class).getIfAvailable()).isNull();
			Restarter restarter = context.getBean(Restarter.class);
			assertThatExceptionOfType(RestartRefusedException.class).isThrownBy(restarter::restart)
				.withMessage("jdaemon is off in this process.");
		}
		assertThat(output).containsOnlyOnce("jdaemon is off (TEST): a test starts it");
	}

	@Test
	void runInThreadOfTestDoesNotExit() {
		assertThat(CompletableFuture.supplyAsync(() -> run("stop", "--force"), (task) -> new Thread(task).start()))
			.succeedsWithin(Duration.ofMinutes(1))
			.satisfies(ConfigurableApplicationContext::close);
	}

	@Test
	void orderIsBetweenConfigDataAndLogging() {
		assertThat(new DaemonApplicationListener().getOrder()).isGreaterThan(Ordered.HIGHEST_PRECEDENCE + 10)
			.isLessThan(Ordered.HIGHEST_PRECEDENCE + 20);
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplication(Minimal.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Minimal {

	}

}
