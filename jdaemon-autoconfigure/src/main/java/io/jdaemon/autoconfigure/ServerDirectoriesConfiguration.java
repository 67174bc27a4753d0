package io.jdaemon.autoconfigure;

import java.nio.file.Path;

import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.resource.Resource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Removes the temporary directories of Tomcat and Jetty once the application is closed.
 * Before Spring Boot 4.1 that is left to the end of the JVM, and an exec is none.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("org.springframework.boot.web.server.AbstractConfigurableWebServerFactory$TempDirs")
class ServerDirectoriesConfiguration {

	@Bean
	ServerDirectories jdaemonServerDirectories() {
		return new ServerDirectories();
	}

	/** The base directory and the document root of Tomcat. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TomcatWebServerFactory.class, Context.class })
	static class OfTomcat {

		@Bean
		TomcatCustomizer jdaemonTomcatDirectories(ServerDirectories directories) {
			return new TomcatCustomizer(directories);
		}

	}

	/** Finds the directories of Tomcat when its context starts. */
	record TomcatCustomizer(
			ServerDirectories directories) implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

		@Override
		public void customize(TomcatWebServerFactory factory) {
			factory.addContextCustomizers((context) -> context.addLifecycleListener((event) -> {
				if (event.getType().equals(Lifecycle.AFTER_START_EVENT)) {
					this.directories.add(context.getCatalinaBase().toPath(), "tomcat.");
					this.directories.add(Path.of(context.getDocBase()), "tomcat-docbase.");
				}
			}));
		}

	}

	/** The document root of Jetty. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JettyWebServerFactory.class, Server.class })
	static class OfJetty {

		@Bean
		JettyCustomizer jdaemonJettyDirectories(ServerDirectories directories) {
			return new JettyCustomizer(directories);
		}

	}

	/** Finds the directory of Jetty when its server is complete. */
	record JettyCustomizer(ServerDirectories directories) implements WebServerFactoryCustomizer<JettyWebServerFactory> {

		@Override
		public void customize(JettyWebServerFactory factory) {
			factory.addServerCustomizers((server) -> server.getDescendants(ContextHandler.class).forEach((context) -> {
				Resource root = context.getBaseResource();
				if (root != null) {
					this.directories.add(root.getPath(), "jetty-docbase.");
				}
			}));
		}

	}

}
