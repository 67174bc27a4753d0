package io.jdaemon.bench.http;

/**
 * A complete response.
 *
 * @param status the status code
 * @param closes whether the server closes the connection after it
 * @param body the content, without the framing of chunks
 */
public record HttpResponse(int status, boolean closes, byte[] body) {

}
