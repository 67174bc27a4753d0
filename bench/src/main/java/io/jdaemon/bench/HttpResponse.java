package io.jdaemon.bench;

/**
 * A whole answer.
 *
 * @param status its status code
 * @param closes whether the server has announced to close the connection
 * @param body its body, without the chunks
 */
record HttpResponse(int status, boolean closes, byte[] body) {

}
