package io.jdaemon.posix;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The calls of the C library that jdaemon needs, named as in sections 2 and 3 of the
 * manual. A call that the kernel refuses throws a {@link PosixException} with the errno.
 * Every new descriptor is close-on-exec, except where a method says otherwise. A
 * {@link PathName} turns the bytes of a path into a string and back.
 */
public interface Posix {

	/** The lowest descriptor that {@link #open} and similar methods return. */
	int FIRST_DESCRIPTOR = 32;

	/** The number of resources that getrlimit(2) accepts. */
	int RLIM_NLIMITS = 16;

	/** The size of the stack, which limits the size of the arguments: execve(2). */
	int RLIMIT_STACK = 3;

	/** Permission to execute a file, or to search a directory: access(2). */
	int X_OK = 1;

	/** Permission to write: access(2). */
	int W_OK = 2;

	/**
	 * Bind to the C library.
	 * @return the calls
	 * @throws PosixUnavailableException if the native library cannot be loaded
	 */
	static Posix load() throws PosixUnavailableException {
		return JnaPosix.load();
	}

	/**
	 * See open(2).
	 * @param path the file
	 * @param mode the permission bits of a file that is created, before the umask
	 * @param flags how to open the file
	 * @return a descriptor of at least {@link #FIRST_DESCRIPTOR}, so that it never takes
	 * the number of a standard stream that was closed
	 */
	int open(String path, int mode, OpenFlag... flags) throws PosixException;

	/**
	 * See close(2). Errors are ignored: there is nothing that a caller could do about
	 * them.
	 * @param descriptor the descriptor to close
	 */
	void close(int descriptor);

	/**
	 * See dup2(2). The copy is not close-on-exec.
	 * @param from the descriptor to copy
	 * @param to the number of the copy
	 */
	void dup2(int from, int to) throws PosixException;

	/**
	 * Set or clear {@code FD_CLOEXEC}, see fcntl(2).
	 * @param descriptor the descriptor
	 * @param closeOnExec whether exec closes it
	 */
	void closeOnExec(int descriptor, boolean closeOnExec) throws PosixException;

	/**
	 * Clear or set {@code O_NONBLOCK}, see fcntl(2), F_SETFL. The flag belongs to the
	 * open file, so all descriptors of it share the flag.
	 * @param descriptor an open descriptor
	 * @param blocking whether calls wait
	 */
	void blocking(int descriptor, boolean blocking) throws PosixException;

	/**
	 * See fcntl(2), F_DUPFD_CLOEXEC.
	 * @param descriptor an open descriptor
	 * @return another descriptor of the same open file, at least
	 * {@link #FIRST_DESCRIPTOR}
	 */
	int dup(int descriptor) throws PosixException;

	/**
	 * Make every descriptor from a number upwards close-on-exec, see close_range(2).
	 * @param first the lowest of these descriptors
	 */
	void closeOnExecFrom(int first) throws PosixException;

	/**
	 * See fstat(2); the call is statx(2).
	 * @param descriptor an open file
	 * @return its status
	 */
	FileStatus fstat(int descriptor) throws PosixException;

	/**
	 * See lstat(2); the call is statx(2). A symbolic link is not followed.
	 * @param path a file
	 * @return its status, or {@code null} if the file does not exist
	 * @throws PosixException if the call fails for another reason
	 */
	@Nullable FileStatus lstat(String path) throws PosixException;

	/**
	 * See getsockopt(2), SO_ACCEPTCONN in socket(7).
	 * @param descriptor a socket
	 * @return whether it listens
	 * @throws PosixException if the call fails, or the descriptor is not a socket
	 */
	boolean accepting(int descriptor) throws PosixException;

	/**
	 * See listen(2). On a socket that already listens it changes the backlog.
	 * @param descriptor a socket
	 * @param backlog how many connections may wait to be accepted
	 */
	void listen(int descriptor, int backlog) throws PosixException;

	/**
	 * See getsockname(2).
	 * @param descriptor a socket
	 * @return its address, or {@code null} if it is not an address of ip(7) or ipv6(7)
	 */
	@Nullable InetSocketAddress getsockname(int descriptor) throws PosixException;

	/**
	 * Send one datagram, from a socket that exists for this call only, without waiting:
	 * see sendmsg(2) and unix(7).
	 * @param address the path of a Unix socket; a name that begins with NUL is abstract
	 * @param message the bytes of the datagram
	 * @param descriptors open descriptors that the receiver gets copies of
	 * @throws PosixException with {@link PosixException#EAGAIN} if the receiver has no
	 * room for it now; or if the call fails for another reason
	 */
	void sendmsg(String address, byte[] message, List<Integer> descriptors) throws PosixException;

	/**
	 * Take a lock without waiting for it, see flock(2). The lock belongs to the open file
	 * description, so a spawned process and the next image share it.
	 * @param descriptor the file
	 * @param exclusive whether the lock is exclusive, rather than shared
	 * @return whether the lock was taken; if not, another open file description has it
	 * @throws PosixException if the call fails for another reason
	 */
	boolean flock(int descriptor, boolean exclusive) throws PosixException;

	/**
	 * See rename(2).
	 * @param from the old name
	 * @param to the new name
	 */
	void rename(String from, String to) throws PosixException;

	/**
	 * See unlink(2).
	 * @param path the name to remove
	 */
	void unlink(String path) throws PosixException;

	/**
	 * See ftruncate(2).
	 * @param descriptor the file
	 * @param length its new length in bytes
	 */
	void truncate(int descriptor, long length) throws PosixException;

	/**
	 * See write(2). Returns when all bytes are written.
	 * @param descriptor the descriptor to write to
	 * @param bytes what to write
	 */
	void write(int descriptor, byte[] bytes) throws PosixException;

	/**
	 * See pwrite(2). Returns when all bytes are written.
	 * @param descriptor the descriptor to write to
	 * @param bytes what to write
	 * @param offset the position of the first byte in the file
	 */
	void pwrite(int descriptor, byte[] bytes, long offset) throws PosixException;

	/**
	 * See read(2).
	 * @param descriptor the descriptor to read from
	 * @param size how many bytes to read at most
	 * @return the bytes that were read, none at the end of the file or pipe
	 */
	byte[] read(int descriptor, int size) throws PosixException;

	/**
	 * Whether a write would not block, see poll(2). Of a pipe, a page at least is free.
	 * @param descriptor the descriptor
	 * @return whether it takes output, or an error is reported at once
	 */
	boolean writable(int descriptor) throws PosixException;

	/**
	 * See pipe(2).
	 * @return the read end and the write end, in this order
	 */
	int[] pipe() throws PosixException;

	/**
	 * See memfd_create(2).
	 * @param name the name that proc(5) shows, {@code /memfd:name (deleted)}
	 * @return an empty file in memory, without a path
	 */
	int memfdCreate(String name) throws PosixException;

	/**
	 * See posix_spawn(3). A request with a working directory requires a C library of 2019
	 * or later (glibc 2.29).
	 * @param request the program to start
	 * @return the process ID
	 */
	int spawn(SpawnRequest request) throws PosixException;

	/**
	 * Wait until a child has exited and leave it a zombie, so that its process ID is not
	 * reused: see waitid(2), WNOWAIT.
	 * @param pid the process ID of the child
	 */
	void awaitExit(int pid) throws PosixException;

	/**
	 * Wait until a child has exited and reap it, see waitpid(2).
	 * @param pid the process ID of the child
	 * @return how it exited
	 */
	WaitStatus waitpid(int pid) throws PosixException;

	/**
	 * See kill(2).
	 * @param pid a process ID, or the negative ID of a process group
	 * @param signal the number of the signal
	 */
	void kill(int pid, int signal) throws PosixException;

	/**
	 * See _exit(2): end this process at once, without anything that the JVM does at its
	 * end. It does not return.
	 * @param status the exit status
	 */
	void _exit(int status);

	/**
	 * See setpriority(2), PRIO_PGRP: all threads of the processes in a group.
	 * @param group the ID of a process group
	 * @param nice from -20, the most processor time, to 19, the least
	 */
	void setpriority(int group, int nice) throws PosixException;

	/**
	 * Prepare execve(2): allocate all that the call needs.
	 * @param executable the file to execute
	 * @param arguments the arguments, the first of which is the name of the program
	 * @param environment the variables, each {@code NAME=value}
	 * @return the prepared call
	 */
	Exec prepareExec(byte[] executable, List<byte[]> arguments, List<byte[]> environment);

	/**
	 * See chdir(2).
	 * @param directory the new working directory
	 */
	void chdir(byte[] directory) throws PosixException;

	/**
	 * Block signals in the calling thread, see sigprocmask(2).
	 * @param signals their numbers
	 */
	void sigblock(Set<Integer> signals) throws PosixException;

	/**
	 * Unblock signals in the calling thread, see sigprocmask(2).
	 * @param signals their numbers
	 */
	void sigunblock(Set<Integer> signals) throws PosixException;

	/**
	 * Block exactly these signals in the calling thread, see sigprocmask(2).
	 * @param signals their numbers
	 */
	void sigsetmask(Set<Integer> signals) throws PosixException;

	/**
	 * See sigpending(2).
	 * @return the numbers of the standard signals that are blocked in the calling thread
	 * and pending for it or for the process
	 */
	Set<Integer> sigpending() throws PosixException;

	/**
	 * Suspend another thread of this process for good, with every signal blocked: a
	 * signal sends it into a handler that never returns, pause(2) with a full
	 * {@code sa_mask}. The thread must be one that is waiting, that holds no lock and
	 * whose work is no longer needed. Where the processor's number of tgkill(2) is not
	 * known, this does nothing.
	 * @param thread the kernel's ID of the thread, see gettid(2)
	 */
	void freeze(int thread) throws PosixException;

	/**
	 * Set a signal's action to {@code SIG_IGN} or {@code SIG_DFL}, see signal(2).
	 * @param signal its number
	 * @param ignore whether to set {@code SIG_IGN}
	 */
	void signal(int signal, boolean ignore) throws PosixException;

	/**
	 * Ignore a signal, but keep it pending. When a process sets a signal to be ignored,
	 * the kernel discards the signal where it is pending, but only for that process. So a
	 * short-lived process calls sigignore(3): it shares the table of signal actions with
	 * this one, {@code CLONE_SIGHAND} in clone(2), but not the pending signals.
	 * @param signal its number
	 */
	void sigignore(int signal) throws PosixException;

	/**
	 * See clock_gettime(2), CLOCK_MONOTONIC.
	 * @return microseconds
	 */
	long monotonicMicros();

	/**
	 * See getrlimit(2).
	 * @param resource a number below {@link #RLIM_NLIMITS}
	 * @return the soft and the hard limit, -1 for no limit
	 */
	long[] getrlimit(int resource) throws PosixException;

	/**
	 * See setrlimit(2).
	 * @param resource a number below {@link #RLIM_NLIMITS}
	 * @param limits the soft and the hard limit, -1 for no limit
	 */
	void setrlimit(int resource, long[] limits) throws PosixException;

	/**
	 * See readlink(2).
	 * @param path a symbolic link
	 * @return its target, cut off after 4096 bytes
	 */
	byte[] readlink(String path) throws PosixException;

	/**
	 * See umask(2).
	 * @param mask the permission bits that new files do not get
	 * @return the previous mask
	 */
	int umask(int mask);

	/**
	 * See access(2).
	 * @param path a file
	 * @param mode {@link #X_OK}, {@link #W_OK} or both
	 * @return whether the real user of the calling thread has these permissions; false
	 * also if the call fails for another reason
	 */
	boolean access(String path, int mode);

	/**
	 * See fchown(2).
	 * @param descriptor an open file
	 * @param uid its new owner
	 * @param gid its new group
	 */
	void fchown(int descriptor, int uid, int gid) throws PosixException;

	/**
	 * See geteuid(2).
	 * @return the effective user ID of the calling thread
	 */
	int geteuid();

	/**
	 * See getegid(2).
	 * @return the effective group ID of the calling thread
	 */
	int getegid();

	/**
	 * See getpwnam(3).
	 * @param name the name of a user
	 * @return the entry of the user, or {@code null} if there is none
	 */
	@Nullable Account getpwnam(String name);

	/**
	 * See getpwuid(3).
	 * @param uid the ID of a user
	 * @return the entry of the user, or {@code null} if there is none
	 */
	@Nullable Account getpwuid(int uid);

	/**
	 * See getgrnam(3).
	 * @param name the name of a group
	 * @return the ID of the group, or empty if there is no such group
	 */
	OptionalInt getgrnam(String name);

	/**
	 * See getgrouplist(3): the groups that initgroups(3) would set.
	 * @param user the name of a user
	 * @param group the ID of a group to add
	 * @return the IDs of that group and of all groups that the user is a member of
	 */
	List<Integer> getgrouplist(String user, int group);

	/**
	 * Run a task with other credentials, see credentials(7), on a thread of its own that
	 * then ends. The credentials of all other threads do not change. A process that the
	 * task spawns has the new credentials.
	 * @param <T> the type of the result
	 * @param credentials what the task runs as
	 * @param task the task
	 * @return the result of the task
	 * @throws IOException the exception of the task, or a {@link PosixException} if the
	 * kernel refuses the change
	 */
	<T> T withCredentials(Credentials credentials, Task<T> task) throws IOException;

	/**
	 * A task for {@link Posix#withCredentials}.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Task<T> {

		/**
		 * Run the task.
		 * @return the result
		 * @throws IOException if the task fails
		 */
		T run() throws IOException;

	}

	/**
	 * A prepared execve(2): everything is allocated, so that only the call itself can
	 * fail.
	 */
	@FunctionalInterface
	interface Exec {

		/**
		 * Replace the process image.
		 * @throws PosixException if the call fails; it does not return otherwise
		 */
		void run() throws PosixException;

	}

}
