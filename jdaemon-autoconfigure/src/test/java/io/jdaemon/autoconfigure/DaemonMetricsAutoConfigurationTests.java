package io.jdaemon.autoconfigure;

import java.util.concurrent.TimeUnit;

import io.jdaemon.RestartRefusedException;
import io.jdaemon.actuate.DaemonMetrics;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.TestLifecycles;
import io.jdaemon.restart.TestRequests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DaemonMetricsAutoConfiguration}.
 */
class DaemonMetricsAutoConfigurationTests {

	private final ApplicationContextRunner off = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdaemonAutoConfiguration.class, DaemonMetricsAutoConfiguration.class));

	@Test
	void refusedRestartIsVisible() {
		this.off.withBean(Lifecycle.class, () -> TestLifecycles.refusing("No.")).run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(DaemonMetrics.class).bindTo(registry);
			assertThat(registry.get("jdaemon.generation").gauge().value()).isEqualTo(2);
			assertThat(restarts(registry, "refused", "endpoint")).isZero();
			assertThat(registry.get("jdaemon.restart.last.duration").timeGauge().value(TimeUnit.SECONDS)).isNaN();
			Lifecycle lifecycle = context.getBean(Lifecycle.class);
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(RestartRefusedException.class)
					.isThrownBy(() -> lifecycle.restart(TestRequests.endpoint()));
			}
			assertThat(restarts(registry, "refused", "endpoint")).isEqualTo(2);
			assertThat(restarts(registry, "refused", "signal")).isZero();
			assertThat(restarts(registry, "completed", "endpoint")).isZero();
			assertThat(registry.get("jdaemon.restart.last.duration").timeGauge().value(TimeUnit.SECONDS)).isNotNaN();
			assertThat(registry.get("jdaemon.restart.last.pause").timeGauge().value(TimeUnit.SECONDS)).isNaN();
		});
	}

	private static double restarts(MeterRegistry registry, String outcome, String requester) {
		return registry.get("jdaemon.restarts")
			.tags("outcome", outcome, "strategy", "exec", "requester", requester)
			.functionCounter()
			.count();
	}

	@Test
	void backsOffWhenOffOrWithoutMicrometer() {
		this.off.run((context) -> assertThat(context).doesNotHaveBean(DaemonMetrics.class));
		this.off.withBean(Lifecycle.class, TestLifecycles::ready)
			.withClassLoader(new FilteredClassLoader(MeterBinder.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("jdaemonMetrics"));
	}

}
