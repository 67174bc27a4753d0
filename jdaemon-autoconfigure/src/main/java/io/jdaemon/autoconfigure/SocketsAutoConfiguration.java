package io.jdaemon.autoconfigure;

import io.jdaemon.lifecycle.Lifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of web servers that keep their sockets across a restart.
 */
@AutoConfiguration
@ConditionalOnClass(WebServerFactoryCustomizer.class)
@Import({ TomcatSocketsConfiguration.class, JettySocketsConfiguration.class, NettySocketsConfiguration.class,
		ServerDirectoriesConfiguration.class })
public final class SocketsAutoConfiguration {

	@Bean
	AcceptingListener jdaemonAcceptingListener(ObjectProvider<Lifecycle> lifecycle) {
		return new AcceptingListener(lifecycle);
	}

}
