package io.jdaemon.sockets;

import java.time.Instant;

/**
 * The time in which new connections wait for the next image.
 *
 * @param since when the last server has stopped accepting
 * @param acceptedLast how many connections were accepted between the announcement of the
 * end and then
 */
public record Gap(Instant since, long acceptedLast) {

}
