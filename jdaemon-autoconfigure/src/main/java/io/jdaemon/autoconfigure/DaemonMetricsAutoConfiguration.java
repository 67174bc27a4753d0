package io.jdaemon.autoconfigure;

import io.jdaemon.actuate.DaemonMetrics;
import io.jdaemon.lifecycle.Lifecycle;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link DaemonMetrics}, where Micrometer is there and jdaemon
 * is not off.
 */
@AutoConfiguration(after = JdaemonAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(Lifecycle.class)
public final class DaemonMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DaemonMetrics jdaemonMetrics(Lifecycle lifecycle) {
		return new DaemonMetrics(lifecycle::status);
	}

}
