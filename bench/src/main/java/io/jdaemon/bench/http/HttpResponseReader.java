package io.jdaemon.bench.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the responses to GET requests from one connection: as much of RFC 9112 as it
 * takes to distinguish a complete response from an incomplete one. Throws
 * {@link EOFException} if the server closes too early and {@link ProtocolException} if it
 * does not speak HTTP.
 */
final class HttpResponseReader {

	private static final int MAX_LINE = 8192;

	private final InputStream in;

	private boolean started;

	HttpResponseReader(InputStream in) {
		this.in = new BufferedInputStream(in);
	}

	/**
	 * Whether the last call of {@link #read()} has received a byte.
	 * @return whether a response has started
	 */
	boolean started() {
		return this.started;
	}

	HttpResponse read() throws IOException {
		this.started = false;
		String statusLine = line();
		int status = status(statusLine);
		Map<String, String> headers = headers();
		while (status < 200) {
			statusLine = line();
			status = status(statusLine);
			headers = headers();
		}
		boolean closes = statusLine.startsWith("HTTP/1.0")
				|| headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
		if (status == 204 || status == 304) {
			return new HttpResponse(status, closes, new byte[0]);
		}
		if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
			return new HttpResponse(status, closes, chunks());
		}
		String length = headers.get("content-length");
		return (length != null) ? new HttpResponse(status, closes, bytes(number(length, 10)))
				: new HttpResponse(status, true, this.in.readAllBytes());
	}

	private static int status(String line) throws ProtocolException {
		if (!line.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
			throw new ProtocolException("not a status line: " + line);
		}
		return number(line.substring(9, 12), 10);
	}

	private Map<String, String> headers() throws IOException {
		Map<String, String> headers = new HashMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			if (colon < 1) {
				throw new ProtocolException("not a header field: " + line);
			}
			headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
					(first, second) -> first + ", " + second);
		}
		return headers;
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = chunkSize(); size > 0; size = chunkSize()) {
			body.writeBytes(bytes(size));
			line();
		}
		headers();
		return body.toByteArray();
	}

	private int chunkSize() throws IOException {
		return number(line().split(";", 2)[0].strip(), 16);
	}

	private byte[] bytes(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("closed after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next == -1) {
				throw new EOFException(
						this.started ? "closed within the header section" : "closed before the response");
			}
			this.started = true;
			if (line.size() == MAX_LINE) {
				throw new ProtocolException("a line longer than " + MAX_LINE + " bytes");
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	private static int number(String digits, int radix) throws ProtocolException {
		try {
			int number = Integer.parseInt(digits, radix);
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Falls through to the exception that names the digits.
		}
		throw new ProtocolException("not a length: " + digits);
	}

}
