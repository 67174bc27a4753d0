package io.jdaemon.autoconfigure;

import java.net.InetSocketAddress;

import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.tomcat.InheritedChannelNioProtocol;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Lets Tomcat keep its socket across a restart, unless it is configured with another
 * protocol than the default one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ TomcatWebServerFactory.class, Connector.class })
class TomcatSocketsConfiguration {

	@Bean
	TomcatSocketsCustomizer jdaemonTomcatSocketsCustomizer(ObjectProvider<KeptSockets> sockets) {
		return new TomcatSocketsCustomizer(sockets);
	}

	/** The last customizer, which sees what all others have chosen. */
	static final class TomcatSocketsCustomizer implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

		private final ObjectProvider<KeptSockets> sockets;

		TomcatSocketsCustomizer(ObjectProvider<KeptSockets> sockets) {
			this.sockets = sockets;
		}

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void customize(TomcatWebServerFactory factory) {
			this.sockets.ifAvailable((sockets) -> {
				if (factory.getProtocol().equals(TomcatWebServerFactory.DEFAULT_PROTOCOL)) {
					factory.setProtocol(InheritedChannelNioProtocol.class.getName());
				}
				factory.addConnectorCustomizers((connector) -> keep(connector, sockets));
			});
		}

		private static void keep(Connector connector, KeptSockets sockets) {
			if (connector.getProtocolHandler() instanceof InheritedChannelNioProtocol protocol) {
				protocol.keep(sockets);
			}
			else if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
				sockets.discard(new InetSocketAddress(protocol.getAddress(), protocol.getPort()));
			}
		}

	}

}
