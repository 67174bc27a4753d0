package io.jdaemon.autoconfigure;

import io.jdaemon.actuate.RestartEndpoint;
import io.jdaemon.actuate.RestartEndpointWebExtension;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The operations of the endpoint in a servlet container.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsEndpointProperties.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
class ServletRestartEndpointConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RestartEndpointWebExtension jdaemonRestartEndpointWebExtension(RestartEndpoint endpoint,
			CorsEndpointProperties cors) {
		return new RestartEndpointWebExtension(endpoint, cors.toCorsConfiguration());
	}

}
