package io.jdaemon.posix;

/**
 * An entry of the user database, see passwd(5).
 *
 * @param name the name of the user
 * @param uid its number
 * @param gid its group
 */
public record Account(String name, int uid, int gid) {

}
