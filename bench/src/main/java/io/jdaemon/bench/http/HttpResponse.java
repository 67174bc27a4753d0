package io.jdaemon.bench.http;

/**
 * A whole answer.
 *
 * @param status its status code
 * @param closes whether the server has announced to close the connection
 * @param body its body, without the chunks
 */
public record HttpResponse(int status, boolean closes, byte[] body) {

}
