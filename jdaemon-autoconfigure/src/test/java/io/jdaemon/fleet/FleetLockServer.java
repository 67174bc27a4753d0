package io.jdaemon.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.springframework.boot.json.JsonParserFactory;

/**
 * A FleetLock server with one slot in its only group, orders, below /base.
 */
final class FleetLockServer implements AutoCloseable {

	final Set<String> holders = new TreeSet<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

	private volatile String authorization;

	FleetLockServer() throws IOException {
		this.server.createContext("/base/v1/pre-reboot", (exchange) -> {
			String id = id(exchange);
			if (this.holders.isEmpty() || this.holders.contains(id)) {
				this.holders.add(id);
				respond(exchange, 200, "obtained reboot lease");
			}
			else {
				respond(exchange, 423, "{\"kind\": \"lock_held\", \"value\": \"held by " + this.holders + "\"}");
			}
		});
		this.server.createContext("/base/v1/steady-state", (exchange) -> {
			this.holders.remove(id(exchange));
			respond(exchange, 200, "");
		});
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	URI base() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/base");
	}

	/**
	 * The last request had this header.
	 * @return the header Authorization, or {@code null}
	 */
	String authorization() {
		return this.authorization;
	}

	private String id(HttpExchange exchange) throws IOException {
		this.authorization = exchange.getRequestHeaders().getFirst("Authorization");
		Map<String, Object> body = JsonParserFactory.getJsonParser()
			.parseMap(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		if (!exchange.getRequestMethod().equals("POST")
				|| !"true".equals(exchange.getRequestHeaders().getFirst("fleet-lock-protocol"))
				|| !(body.get("client_params") instanceof Map<?, ?> client) || !"orders".equals(client.get("group"))) {
			respond(exchange, 400, "{\"kind\": \"bad_request\", \"value\": \"" + exchange.getRequestMethod() + "\"}");
			throw new IOException("A bad request");
		}
		return (String) client.get("id");
	}

	/**
	 * Respond to all requests below a path with the same.
	 * @param path the path
	 * @param status the status
	 * @param body the body
	 * @return the URL
	 */
	URI broken(String path, int status, String body) {
		return broken(path, (exchange) -> respond(exchange, status, body));
	}

	/**
	 * Begin a response that does not end.
	 * @param path the path
	 * @param headers whether its headers are sent
	 * @return the URL
	 */
	URI silent(String path, boolean headers) {
		return broken(path, (exchange) -> {
			if (headers) {
				exchange.sendResponseHeaders(423, 1000);
				exchange.getResponseBody().write('o');
				exchange.getResponseBody().flush();
			}
		});
	}

	private URI broken(String path, Response response) {
		this.server.createContext(path, (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().add("Location", base() + "/v1/pre-reboot");
			response.send(exchange);
		});
		return base().resolve(path);
	}

	private static void respond(HttpExchange exchange, int status, String body) {
		try (exchange) {
			// As servers of Go do, when the request has it
			exchange.getResponseHeaders().set("Connection", exchange.getRequestHeaders().getFirst("Connection"));
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
			exchange.getResponseBody().write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private interface Response {

		void send(HttpExchange exchange) throws IOException;

	}

}
