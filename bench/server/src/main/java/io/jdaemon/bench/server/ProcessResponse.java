package io.jdaemon.bench.server;

/**
 * The JSON that says which process and which context sent the response,
 * {@code {"pid":4711,"generation":1,"context":1767225600000}}.
 *
 * @param pid the process's PID, which a restart by exec keeps and a handover changes
 * @param generation how many restarts the daemon has had, from 0; the bench waits for a
 * later one
 * @param context when the context was created, in milliseconds; the bench waits for a
 * later one where a restart keeps the process, as that of Spring Cloud does
 */
record ProcessResponse(long pid, int generation, long context) {

}
