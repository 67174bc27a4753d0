package io.jdaemon.neighbours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.jdaemon.sample.Response;
import io.jdaemon.sample.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser as far as an application notices: it keeps cookies, follows redirections and
 * sends the hidden fields of the form that it shows.
 */
final class Browser {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private final HttpClient client = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.ALWAYS)
		.build();

	private final String address;

	private String page = "";

	Browser(int port) {
		this.address = "http://127.0.0.1:" + port;
	}

	/**
	 * Show a page.
	 * @param path its path
	 * @return what it contains
	 */
	String open(String path) {
		Response response = send(HttpRequest.newBuilder(URI.create(this.address + path)));
		assertThat(response.status()).as(response.toString()).isEqualTo(200);
		this.page = response.body();
		return this.page;
	}

	/**
	 * Submit the form of the page.
	 * @param path where to
	 * @param fields what the user has entered
	 * @return the response
	 */
	Response submit(String path, Map<String, String> fields) {
		Matcher token = TOKEN.matcher(this.page);
		assertThat(token.find()).as(this.page).isTrue();
		return post(path, fields, "&_csrf=" + encode(token.group(1)));
	}

	/**
	 * Submit what a page of an attacker would: everything but the token.
	 * @param path where to
	 * @param fields the fields
	 * @return the response
	 */
	Response forge(String path, Map<String, String> fields) {
		return post(path, fields, "");
	}

	private Response post(String path, Map<String, String> fields, String token) {
		String body = fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + encode(field.getValue()))
			.collect(Collectors.joining("&", "", token));
		return send(HttpRequest.newBuilder(URI.create(this.address + path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private Response send(HttpRequest.Builder request) {
		return send(this.client, request);
	}

	/**
	 * Send one request.
	 * @param client who sends it
	 * @param request the request
	 * @return the response
	 */
	static Response send(HttpClient client, HttpRequest.Builder request) {
		try {
			var response = client.send(request.timeout(Waiting.PATIENCE).build(), BodyHandlers.ofString());
			return new Response(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
