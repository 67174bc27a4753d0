package io.jdaemon.neighbours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.jdaemon.sample.Waiting;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * A client that opens a TLS connection for each request, one after the other, trusts
 * every certificate and never repeats a request.
 */
final class TlsClient implements AutoCloseable {

	private final SSLContext tls = trusting();

	private final int port;

	private final Thread thread = new Thread(this::run, "tls-client");

	private final AtomicInteger answered = new AtomicInteger();

	private final Queue<String> failed = new ConcurrentLinkedQueue<>();

	private volatile boolean closed;

	TlsClient(int port) {
		this.port = port;
		this.thread.start();
	}

	private static SSLContext trusting() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new TrustingManager() }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void run() {
		while (!this.closed) {
			try {
				serial();
				this.answered.incrementAndGet();
			}
			catch (UncheckedIOException ex) {
				this.failed.add(ex.toString());
			}
		}
	}

	/**
	 * Send a request.
	 * @return the serial number of the server's certificate
	 */
	BigInteger serial() {
		try (SSLSocket socket = (SSLSocket) this.tls.getSocketFactory().createSocket("127.0.0.1", this.port)) {
			socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
			socket.getOutputStream()
				.write("GET /process HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!response.startsWith("HTTP/1.1 200 ") || !response.contains("\"generation\":")) {
				throw new IOException(response);
			}
			return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> failed() {
		return List.copyOf(this.failed);
	}

	/** Wait until more requests have been answered. */
	void awaitResponses() {
		int more = this.answered.get() + 10;
		patiently().until(() -> this.answered.get() >= more);
	}

	/** End, after the last response. */
	void finish() {
		this.closed = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		finish();
	}

	/** Trusts every server. */
	private static final class TrustingManager implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
