package io.jdaemon.sample.fault;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jdaemon.DaemonInfo;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import org.apache.tomcat.websocket.server.WsContextListener;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Event streams and WebSockets that never end by themselves, in the sample application.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("fault.streams")
class EndlessStreams {

	private static final long INTERVAL_MILLIS = 20;

	// As Spring Boot's module for WebSocket does
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSockets() {
		return (factory) -> factory
			.addContextCustomizers((context) -> context.addApplicationListener(WsContextListener.class.getName()));
	}

	@Bean
	ServletContextListener greeter() {
		return new ServletContextListener() {

			@Override
			public void contextInitialized(ServletContextEvent event) {
				ServerContainer container = (ServerContainer) event.getServletContext()
					.getAttribute(ServerContainer.class.getName());
				try {
					container.addEndpoint(Greeter.class);
				}
				catch (DeploymentException ex) {
					throw new IllegalStateException(ex);
				}
			}

		};
	}

	/** Sends the generation, again and again. */
	@RestController
	@ConditionalOnProperty("fault.streams")
	static class Events {

		private final DaemonInfo info;

		Events(DaemonInfo info) {
			this.info = info;
		}

		@GetMapping("/events")
		SseEmitter events() {
			SseEmitter emitter = new SseEmitter(0L);
			AtomicInteger sent = new AtomicInteger();
			emitter.onCompletion(() -> System.out.println("A stream has ended after events: " + sent));
			later(() -> send(emitter, sent));
			return emitter;
		}

		private void send(SseEmitter emitter, AtomicInteger sent) {
			try {
				emitter.send(this.info.generation());
				sent.incrementAndGet();
				later(() -> send(emitter, sent));
			}
			catch (IOException | IllegalStateException ex) {
				// It has ended.
			}
		}

		private static void later(Runnable task) {
			CompletableFuture.delayedExecutor(INTERVAL_MILLIS, TimeUnit.MILLISECONDS).execute(task);
		}

	}

	/** Greets, and then waits for messages. */
	@ServerEndpoint("/socket")
	public static class Greeter {

		@OnOpen
		public void open(Session session) throws IOException {
			session.getBasicRemote().sendText("hello");
		}

	}

}
