package io.jdaemon.bench.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One HTTP/1.1 connection of a client. No request is retried, so that every failure is
 * seen.
 */
public final class HttpConnection implements Closeable {

	public static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Socket socket;

	private final InetSocketAddress address;

	private final HttpResponseReader responses;

	private boolean reused;

	private HttpConnection(Socket socket, InetSocketAddress address) throws IOException {
		this.socket = socket;
		this.address = address;
		this.responses = new HttpResponseReader(socket.getInputStream());
	}

	public static HttpConnection open(InetSocketAddress address) throws RequestException {
		return open(address, TIMEOUT);
	}

	static HttpConnection open(InetSocketAddress address, Duration timeout) throws RequestException {
		Socket socket = new Socket();
		try {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout((int) timeout.toMillis());
			socket.connect(address, (int) timeout.toMillis());
			return new HttpConnection(socket, address);
		}
		catch (IOException ex) {
			close(socket);
			throw new RequestException(connectFailure(ex), ex);
		}
	}

	private static RequestFailure connectFailure(IOException ex) {
		if (ex instanceof SocketTimeoutException) {
			return RequestFailure.TIMED_OUT;
		}
		if (ex instanceof ConnectException) {
			return RequestFailure.REFUSED;
		}
		return (ex instanceof BindException) ? RequestFailure.OTHER : RequestFailure.RESET;
	}

	/**
	 * Send a GET request and read the complete response.
	 * @param path the path, and the query if there is one
	 * @param close whether to request the end of the connection
	 * @return the response
	 * @throws RequestException if no complete response arrives; the connection is of no
	 * use afterwards
	 */
	public HttpResponse get(String path, boolean close) throws RequestException {
		try {
			String request = "GET " + path + " HTTP/1.1\r\nHost: " + this.address.getHostString() + ":"
					+ this.address.getPort() + "\r\n" + (close ? "Connection: close\r\n" : "") + "\r\n";
			this.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new RequestException(this.reused ? RequestFailure.BROKEN_KEEP_ALIVE : RequestFailure.RESET, ex);
		}
		try {
			HttpResponse response = this.responses.read();
			this.reused = true;
			return response;
		}
		catch (IOException ex) {
			throw new RequestException(readFailure(ex), ex);
		}
	}

	private RequestFailure readFailure(IOException ex) {
		if (ex instanceof SocketTimeoutException) {
			return RequestFailure.TIMED_OUT;
		}
		if (ex instanceof ProtocolException) {
			return RequestFailure.OTHER;
		}
		if (this.responses.started()) {
			return RequestFailure.TRUNCATED;
		}
		if (this.reused) {
			return RequestFailure.BROKEN_KEEP_ALIVE;
		}
		return (ex instanceof EOFException) ? RequestFailure.CLOSED : RequestFailure.RESET;
	}

	@Override
	public void close() {
		close(this.socket);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// The connection is not used any more.
		}
	}

}
