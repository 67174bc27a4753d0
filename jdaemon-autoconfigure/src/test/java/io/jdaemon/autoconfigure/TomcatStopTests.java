package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.ManagerSockets;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that Tomcat stops only once a response that is complete has been written.
 */
@KernelTest
class TomcatStopTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final CountDownLatch returned = new CountDownLatch(1);

	private final CountDownLatch goOn = new CountDownLatch(1);

	@Test
	void responseOfServletThatHasReturnedIsSentBeforeTomcatStops() throws Exception {
		WebServer server = start();
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
			client.setSoTimeout((int) LONG.toMillis());
			client.getOutputStream()
				.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			this.returned.await();
			Thread stopping = new Thread(server::stop);
			stopping.start();
			await().pollInterval(Duration.ofMillis(2)).until(() -> !stopping.isAlive() || isStopping(stopping));
			this.goOn.countDown();
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 200");
			stopping.join();
		}
		finally {
			this.goOn.countDown();
			server.destroy();
		}
	}

	private static boolean isStopping(Thread thread) {
		return Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals("stopInternal"));
	}

	private WebServer start() throws IOException {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		Posix posix = PosixOverrides.real();
		beans.addBean("sockets", new KeptSockets(posix, List.of(), new ManagerSockets(posix, List.of())));
		TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
		factory.setAddress(InetAddress.getLoopbackAddress());
		factory.addEngineValves(new AfterServlet());
		new TomcatSocketsConfiguration.TomcatSocketsCustomizer(beans.getBeanProvider(KeptSockets.class))
			.customize(factory);
		Servlet servlet = new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				response.getWriter().print("done");
			}

		};
		WebServer server = factory.getWebServer((context) -> context.addServlet("servlet", servlet).addMapping("/"));
		server.start();
		return server;
	}

	/** Waits when the servlet has returned, and its response is still in a buffer. */
	private final class AfterServlet extends ValveBase {

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			getNext().invoke(request, response);
			TomcatStopTests.this.returned.countDown();
			try {
				TomcatStopTests.this.goOn.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
