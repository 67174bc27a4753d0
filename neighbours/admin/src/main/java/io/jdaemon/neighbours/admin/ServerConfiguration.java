package io.jdaemon.neighbours.admin;

import de.codecentric.boot.admin.server.config.EnableAdminServer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Configuration;

/**
 * The server of Spring Boot Admin.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("neighbours.admin-server")
@EnableAdminServer
class ServerConfiguration {

}
