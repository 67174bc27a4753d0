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
 * Every descriptor that is opened is close-on-exec. Paths that are text are passed on as
 * UTF-8 whatever the locale says; paths that came from the kernel stay bytes.
 */
public interface Posix {

	/** The lowest descriptor that {@link #open} and its kin return. */
	int FIRST_DESCRIPTOR = 32;

	/** The number of resources that getrlimit(2) knows. */
	int RLIM_NLIMITS = 16;

	/** The size of the stack, the measure for the size of arguments: execve(2). */
	int RLIMIT_STACK = 3;

	/** To execute a file, or to search a directory: access(2). */
	int X_OK = 1;

	/** To write: access(2). */
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
	 * @param mode permission bits of a file it creates, before the umask
	 * @param flags how to open it
	 * @return a descriptor of at least {@link #FIRST_DESCRIPTOR}, so that it never takes
	 * the place of a standard stream that was closed
	 */
	int open(String path, int mode, OpenFlag... flags) throws PosixException;

	/**
	 * See close(2); errors say nothing that could be acted on.
	 * @param descriptor what to close
	 */
	void close(int descriptor);

	/**
	 * See dup2(2); the copy stays open over exec.
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
	 * See fcntl(2), F_DUPFD_CLOEXEC.
	 * @param descriptor an open descriptor
	 * @return another one of the same open file, {@link #FIRST_DESCRIPTOR} or above
	 */
	int dup(int descriptor) throws PosixException;

	/**
	 * Make every descriptor from one number up close-on-exec, see close_range(2).
	 * @param first the first of them
	 */
	void closeOnExecFrom(int first) throws PosixException;

	/**
	 * See statx(2).
	 * @param descriptor an open file
	 * @return what it is
	 */
	FileStatus fstat(int descriptor) throws PosixException;

	/**
	 * See statx(2); a symbolic link is not followed.
	 * @param path a file
	 * @return what it is, {@code null} where there is none
	 * @throws PosixException if the kernel refuses for another reason
	 */
	@Nullable FileStatus lstat(String path) throws PosixException;

	/**
	 * See getsockopt(2), SO_ACCEPTCONN in socket(7).
	 * @param descriptor a socket
	 * @return whether it listens
	 * @throws PosixException if the kernel refuses, or it is no socket
	 */
	boolean accepting(int descriptor) throws PosixException;

	/**
	 * See listen(2); on a socket that listens already it changes the backlog.
	 * @param descriptor a socket
	 * @param backlog how many connections may wait
	 */
	void listen(int descriptor, int backlog) throws PosixException;

	/**
	 * See getsockname(2).
	 * @param descriptor a socket
	 * @return its address, {@code null} if it is not one of ip(7) or ipv6(7)
	 */
	@Nullable InetSocketAddress getsockname(int descriptor) throws PosixException;

	/**
	 * See flock(2): a lock, without waiting. It belongs to the open file description, so
	 * that a spawned process and the next image share it.
	 * @param descriptor the file
	 * @param exclusive whether to exclude all others, rather than those who exclude
	 * others
	 * @return whether the lock was free
	 * @throws PosixException if the kernel refuses for another reason
	 */
	boolean flock(int descriptor, boolean exclusive) throws PosixException;

	/**
	 * See rename(2).
	 * @param from the name it has
	 * @param to the name it gets
	 */
	void rename(String from, String to) throws PosixException;

	/**
	 * See unlink(2).
	 * @param path the name to remove
	 */
	void unlink(String path) throws PosixException;

	/**
	 * See ftruncate(2): make a file empty.
	 * @param descriptor the file
	 */
	void truncate(int descriptor) throws PosixException;

	/**
	 * See write(2); writes all.
	 * @param descriptor where to
	 * @param bytes what
	 */
	void write(int descriptor, byte[] bytes) throws PosixException;

	/**
	 * See pwrite(2); writes all.
	 * @param descriptor where to
	 * @param bytes what
	 * @param offset where the first of them goes
	 */
	void pwrite(int descriptor, byte[] bytes, long offset) throws PosixException;

	/**
	 * See read(2).
	 * @param descriptor where from
	 * @param size the most bytes to read
	 * @return what was read, empty at the end
	 */
	byte[] read(int descriptor, int size) throws PosixException;

	/**
	 * See pipe(2).
	 * @return the end to read from and the end to write to
	 */
	int[] pipe() throws PosixException;

	/**
	 * See memfd_create(2).
	 * @param name a name for debugging
	 * @return an empty file without a name
	 */
	int memfdCreate(String name) throws PosixException;

	/**
	 * See posix_spawn(3). A working directory needs a C library of 2019 or later (glibc
	 * 2.29).
	 * @param request what to start
	 * @return its process ID
	 */
	int spawn(SpawnRequest request) throws PosixException;

	/**
	 * See waitid(2): wait until a child has ended, and leave it a zombie, so that its ID
	 * stays its own.
	 * @param pid the child
	 */
	void awaitExit(int pid) throws PosixException;

	/**
	 * See waitpid(2): reap a child that has ended.
	 * @param pid the child
	 * @return how it ended
	 */
	WaitStatus waitpid(int pid) throws PosixException;

	/**
	 * See kill(2).
	 * @param pid a process, or the negative of a process group
	 * @param signal the number of the signal
	 */
	void kill(int pid, int signal) throws PosixException;

	/**
	 * See execve(2).
	 * @param executable the file to execute
	 * @param arguments its arguments, the name it is called by first
	 * @param environment its variables
	 * @return a call to make
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
	 * Make exactly these the signals that the calling thread blocks, see sigprocmask(2).
	 * @param signals their numbers
	 */
	void sigsetmask(Set<Integer> signals) throws PosixException;

	/**
	 * See sigpending(2).
	 * @return the numbers of the signals that wait, blocked, for this process
	 */
	Set<Integer> sigpending() throws PosixException;

	/**
	 * Make another thread of this process block every signal for good: it is sent into a
	 * handler that never returns, pause(2) with a full {@code sa_mask}. It must be a
	 * thread that waits without a lock, and whose work nobody needs any more. Where the
	 * processor's number of tgkill(2) is not known, nothing happens.
	 * @param thread the kernel's ID of the thread
	 */
	void freeze(int thread) throws PosixException;

	/**
	 * Set a signal's action to {@code SIG_IGN} or {@code SIG_DFL}, see signal(2).
	 * @param signal its number
	 * @param ignore whether it is ignored
	 */
	void signal(int signal, boolean ignore) throws PosixException;

	/**
	 * Ignore a signal as signal(2) does, but keep one that waits: the kernel discards
	 * what is pending for the process that changes the action. So another process changes
	 * it, one that shares the actions of this one and has pending signals of its own:
	 * {@code CLONE_SIGHAND} in clone(2), sigignore(3).
	 * @param signal its number
	 */
	void sigignore(int signal) throws PosixException;

	/**
	 * See getrlimit(2).
	 * @param resource a number below {@link #RLIM_NLIMITS}
	 * @return the soft and the hard limit, -1 for none
	 */
	long[] getrlimit(int resource) throws PosixException;

	/**
	 * See setrlimit(2).
	 * @param resource a number below {@link #RLIM_NLIMITS}
	 * @param limits the soft and the hard limit, -1 for none
	 */
	void setrlimit(int resource, long[] limits) throws PosixException;

	/**
	 * See readlink(2).
	 * @param path a symbolic link
	 * @return what it points to
	 */
	byte[] readlink(String path) throws PosixException;

	/**
	 * See umask(2).
	 * @param mask the permission bits that new files do not get
	 * @return those that they did not get so far
	 */
	int umask(int mask);

	/**
	 * See access(2).
	 * @param path a file
	 * @param mode {@link #X_OK}, {@link #W_OK} or both
	 * @return whether the calling thread may do that
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
	 * @return the user that this process acts as
	 */
	int geteuid();

	/**
	 * See getegid(2).
	 * @return the group that this process acts as
	 */
	int getegid();

	/**
	 * See getpwnam(3).
	 * @param name the name of a user
	 * @return its entry, {@code null} where there is none
	 */
	@Nullable Account getpwnam(String name);

	/**
	 * See getpwuid(3).
	 * @param uid the number of a user
	 * @return its entry, {@code null} where there is none
	 */
	@Nullable Account getpwuid(int uid);

	/**
	 * See getgrnam(3).
	 * @param name the name of a group
	 * @return its number, empty where there is no such group
	 */
	OptionalInt getgrnam(String name);

	/**
	 * See getgrouplist(3): what initgroups(3) would set.
	 * @param user the name of a user
	 * @param group a group to add
	 * @return that group and all that the user is a member of
	 */
	List<Integer> getgrouplist(String user, int group);

	/**
	 * Do something as somebody else, see credentials(7): on a thread of its own, which
	 * then ends. All other threads of this process stay what they are, and what is
	 * spawned meanwhile is born with these credentials.
	 * @param <T> the type of the result
	 * @param credentials as whom
	 * @param task what to do
	 * @return its result
	 * @throws IOException that of the task, or a {@link PosixException} if the kernel
	 * refuses the change
	 */
	<T> T withCredentials(Credentials credentials, Task<T> task) throws IOException;

	/**
	 * Something to do.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Task<T> {

		/**
		 * Do it.
		 * @return the result
		 * @throws IOException if it fails
		 */
		T run() throws IOException;

	}

	/**
	 * A prepared execve(2): everything is allocated, nothing is left to fail but the
	 * call.
	 */
	@FunctionalInterface
	interface Exec {

		/**
		 * Replace the image.
		 * @throws PosixException always, if it returns at all
		 */
		void run() throws PosixException;

	}

}
