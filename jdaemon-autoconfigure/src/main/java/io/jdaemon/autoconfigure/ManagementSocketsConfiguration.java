package io.jdaemon.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Import;

/**
 * The same as {@link SocketsAutoConfiguration}, for a server on a separate management
 * port, which has a context of its own.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnClass(WebServerFactoryCustomizer.class)
@Import({ TomcatSocketsConfiguration.class, JettySocketsConfiguration.class, NettySocketsConfiguration.class,
		ServerDirectoriesConfiguration.class })
public final class ManagementSocketsConfiguration {

}
