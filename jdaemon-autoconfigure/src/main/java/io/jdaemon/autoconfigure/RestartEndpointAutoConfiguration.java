package io.jdaemon.autoconfigure;

import io.jdaemon.DaemonInfo;
import io.jdaemon.actuate.RestartEndpoint;
import io.jdaemon.lifecycle.Lifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the {@link RestartEndpoint}. Spring Cloud has an endpoint with
 * the same ID, which the same setting enables; two of them would keep the application
 * from starting. If Spring Cloud's is on the class path, this one backs off.
 */
@AutoConfiguration(after = JdaemonAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnMissingClass("org.springframework.cloud.context.restart.RestartEndpoint")
@ConditionalOnAvailableEndpoint(RestartEndpoint.class)
@Import({ ServletRestartEndpointConfiguration.class, ReactiveRestartEndpointConfiguration.class })
public final class RestartEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RestartEndpoint jdaemonRestartEndpoint(DaemonInfo info, ObjectProvider<Lifecycle> lifecycle) {
		return new RestartEndpoint(info, lifecycle.getIfAvailable());
	}

}
