package io.jdaemon.autoconfigure;

import io.jdaemon.DaemonInfo;
import io.jdaemon.actuate.RestartEndpoint;
import io.jdaemon.lifecycle.Lifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the {@link RestartEndpoint}. Spring Cloud has an endpoint with
 * the same ID, which the same setting enables; two of them would keep the application
 * from starting. Where there is Spring Cloud's, this one backs off, and an application
 * that is to have this one excludes the auto-configuration of the other.
 */
@AutoConfiguration(after = JdaemonAutoConfiguration.class,
		afterName = "org.springframework.cloud.autoconfigure.RefreshEndpointAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnMissingBean(type = "org.springframework.cloud.context.restart.RestartEndpoint")
@ConditionalOnAvailableEndpoint(RestartEndpoint.class)
@Import({ ServletRestartEndpointConfiguration.class, ReactiveRestartEndpointConfiguration.class })
public final class RestartEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RestartEndpoint jdaemonRestartEndpoint(DaemonInfo info, ObjectProvider<Lifecycle> lifecycle) {
		return new RestartEndpoint(info, lifecycle.getIfAvailable());
	}

}
