package io.jdaemon.autoconfigure;

import io.jdaemon.actuate.ReactiveRestartEndpointWebExtension;
import io.jdaemon.actuate.RestartEndpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;

/**
 * The operations of the endpoint in a reactive web server.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsEndpointProperties.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
class ReactiveRestartEndpointConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactiveRestartEndpointWebExtension jdaemonRestartEndpointWebExtension(RestartEndpoint endpoint,
			CorsEndpointProperties cors) {
		return new ReactiveRestartEndpointWebExtension(endpoint, cors.toCorsConfiguration());
	}

	// A context of a separate management port finds it here, in its parent.
	@Bean
	@ConditionalOnMissingBean
	ServerWebExchangeContextFilter jdaemonExchangeContextFilter() {
		return new ServerWebExchangeContextFilter();
	}

}
