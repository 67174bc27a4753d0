package io.jdaemon.autoconfigure;

import java.time.Duration;
import java.time.Instant;

import io.jdaemon.DaemonInfo;
import io.jdaemon.ListeningSockets;
import io.jdaemon.Mode;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartRequester;
import io.jdaemon.Restarter;
import io.jdaemon.binding.JdaemonProperties;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.restart.RestartRequest;
import io.jdaemon.sockets.ApplicationSockets;
import io.jdaemon.sockets.KeptSockets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the beans that applications may inject. The lifecycle exists
 * before the context; it is registered as a singleton, unless jdaemon is off.
 */
@AutoConfiguration
@EnableConfigurationProperties(JdaemonProperties.class)
public final class JdaemonAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Restarter jdaemonRestarter(ObjectProvider<Lifecycle> lifecycle) {
		Lifecycle available = lifecycle.getIfAvailable();
		if (available == null) {
			return () -> {
				throw new RestartRefusedException("jdaemon is off in this process.");
			};
		}
		return () -> available.restart(RestartRequest.by(RestartRequester.application(), Duration.ZERO, null));
	}

	@Bean
	@ConditionalOnMissingBean(ListeningSockets.class)
	ApplicationSockets jdaemonListeningSockets(ObjectProvider<KeptSockets> kept,
			ObjectProvider<LifecycleProperties> properties) {
		return new ApplicationSockets(kept.getIfAvailable(),
				properties.getIfAvailable(LifecycleProperties::new).getTimeoutPerShutdownPhase());
	}

	@Bean
	DrainListener jdaemonDrainListener(ApplicationContext context, ObjectProvider<ApplicationSockets> sockets,
			ObjectProvider<KeptSockets> kept) {
		return new DrainListener(context, sockets, kept);
	}

	@Bean
	@ConditionalOnMissingBean
	DaemonInfo jdaemonInfo(ObjectProvider<Lifecycle> lifecycle) {
		Lifecycle available = lifecycle.getIfAvailable();
		Instant now = Instant.now();
		return (available != null) ? available.info()
				: new DaemonInfo(ProcessHandle.current().pid(), 0, Mode.OFF, now, now);
	}

}
