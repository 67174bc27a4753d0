package io.jdaemon.autoconfigure;

import io.jdaemon.sockets.KeptSockets;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of the end of event streams, which never end by themselves, before a
 * restart and a stop.
 */
@AutoConfiguration
@ConditionalOnBean(KeptSockets.class)
public final class EventStreamsAutoConfiguration {

	/** Event streams of Spring MVC. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebMvcConfigurer.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class Servlet {

		@Bean
		WebMvcConfigurer jdaemonEventStreamsConfigurer(KeptSockets sockets) {
			ServletEventStreams streams = new ServletEventStreams();
			sockets.add(streams);
			return new WebMvcConfigurer() {

				@Override
				public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
					configurer.registerDeferredResultInterceptors(streams);
				}

			};
		}

	}

	/** Event streams of Spring WebFlux. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherHandler.class)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class Reactive {

		@Bean
		ReactiveEventStreams jdaemonEventStreams(KeptSockets sockets) {
			ReactiveEventStreams streams = new ReactiveEventStreams();
			sockets.add(streams);
			return streams;
		}

	}

}
