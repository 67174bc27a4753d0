package io.jdaemon.posix;

/**
 * An entry of the user database, see passwd(5).
 *
 * @param name the name of the user
 * @param uid the user ID
 * @param gid the ID of the user's primary group
 */
public record Account(String name, int uid, int gid) {

}
