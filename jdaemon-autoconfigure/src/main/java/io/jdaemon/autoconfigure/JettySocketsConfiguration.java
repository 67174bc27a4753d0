package io.jdaemon.autoconfigure;

import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.jetty.JettyServer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Lets Jetty keep its sockets across a restart.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ JettyWebServerFactory.class, Server.class })
class JettySocketsConfiguration {

	@Bean
	JettySocketsCustomizer jdaemonJettySocketsCustomizer(ObjectProvider<KeptSockets> sockets) {
		return new JettySocketsCustomizer(sockets);
	}

	/** The last customizer, which sees the connectors that all others have created. */
	static final class JettySocketsCustomizer implements WebServerFactoryCustomizer<JettyWebServerFactory>, Ordered {

		private final ObjectProvider<KeptSockets> sockets;

		JettySocketsCustomizer(ObjectProvider<KeptSockets> sockets) {
			this.sockets = sockets;
		}

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void customize(JettyWebServerFactory factory) {
			this.sockets.ifAvailable(
					(sockets) -> factory.addServerCustomizers((server) -> keep(server.getConnectors(), sockets)));
		}

		private static void keep(Connector[] connectors, KeptSockets sockets) {
			for (Connector connector : connectors) {
				if (connector instanceof ServerConnector serverConnector) {
					JettyServer.keep(serverConnector, sockets);
				}
			}
		}

	}

}
