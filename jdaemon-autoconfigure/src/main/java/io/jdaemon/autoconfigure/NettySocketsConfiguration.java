package io.jdaemon.autoconfigure;

import java.net.InetSocketAddress;
import java.util.Objects;

import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.netty.InheritedChannelLoopResources;
import io.netty.util.NetUtil;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Lets Reactor Netty keep its socket across a restart.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ NettyReactiveWebServerFactory.class, HttpServer.class })
class NettySocketsConfiguration {

	@Bean
	NettySocketsCustomizer jdaemonNettySocketsCustomizer(ObjectProvider<KeptSockets> sockets,
			ObjectProvider<ReactorResourceFactory> resources) {
		return new NettySocketsCustomizer(sockets, resources);
	}

	/** Gives the server loop resources that adopt and keep its socket. */
	static final class NettySocketsCustomizer
			implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {

		private final ObjectProvider<KeptSockets> sockets;

		private final ObjectProvider<ReactorResourceFactory> resources;

		NettySocketsCustomizer(ObjectProvider<KeptSockets> sockets, ObjectProvider<ReactorResourceFactory> resources) {
			this.sockets = sockets;
			this.resources = resources;
		}

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void customize(NettyReactiveWebServerFactory factory) {
			this.sockets.ifAvailable((sockets) -> this.resources.ifAvailable((resources) -> factory.setResourceFactory(
					new ServerResourceFactory(resources, new InheritedChannelLoopResources(() -> loops(resources),
							sockets, () -> requestedAddress(factory), NetUtil.SOMAXCONN)))));
		}

		private static LoopResources loops(ReactorResourceFactory resources) {
			return Objects.requireNonNull(resources.getLoopResources(), "no loop resources");
		}

		private static InetSocketAddress requestedAddress(NettyReactiveWebServerFactory factory) {
			return new InetSocketAddress(factory.getAddress(), factory.getPort());
		}

	}

	/**
	 * The application's resources with other loop resources for one server. The
	 * application's own factory starts and stops the resources.
	 */
	private static final class ServerResourceFactory extends ReactorResourceFactory {

		private final ReactorResourceFactory resources;

		private final LoopResources loopResources;

		ServerResourceFactory(ReactorResourceFactory resources, LoopResources loopResources) {
			this.resources = resources;
			this.loopResources = loopResources;
		}

		@Override
		public LoopResources getLoopResources() {
			return this.loopResources;
		}

		@Override
		public boolean isRunning() {
			return this.resources.isRunning();
		}

	}

}
