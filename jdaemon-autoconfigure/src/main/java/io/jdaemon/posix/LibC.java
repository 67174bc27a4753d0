package io.jdaemon.posix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The C library, as its headers declare it.
 */
interface LibC extends Library {

	int open(byte[] path, int flags, Object... mode) throws LastErrorException;

	int close(int fd);

	int dup2(int from, int to) throws LastErrorException;

	int fcntl(int fd, int command, Object... argument) throws LastErrorException;

	long syscall(long number, Object... arguments) throws LastErrorException;

	int statx(int directory, byte[] path, int flags, int mask, Pointer buffer) throws LastErrorException;

	int getsockopt(int fd, int level, int option, int[] value, int[] size) throws LastErrorException;

	int listen(int fd, int backlog) throws LastErrorException;

	int getsockname(int fd, byte[] address, int[] size) throws LastErrorException;

	int socket(int domain, int type, int protocol) throws LastErrorException;

	long sendmsg(int fd, Pointer message, int flags) throws LastErrorException;

	int flock(int fd, int operation) throws LastErrorException;

	int rename(byte[] from, byte[] to) throws LastErrorException;

	int unlink(byte[] path) throws LastErrorException;

	int ftruncate(int fd, long length) throws LastErrorException;

	long write(int fd, byte[] buffer, long count) throws LastErrorException;

	long pwrite(int fd, byte[] buffer, long count, long offset) throws LastErrorException;

	long read(int fd, byte[] buffer, long count) throws LastErrorException;

	int pipe2(int[] descriptors, int flags) throws LastErrorException;

	int memfd_create(String name, int flags) throws LastErrorException;

	int posix_spawn(int[] pid, byte[] path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

	int posix_spawnattr_init(Pointer attributes);

	int posix_spawnattr_destroy(Pointer attributes);

	int posix_spawnattr_setflags(Pointer attributes, short flags);

	int posix_spawnattr_setsigmask(Pointer attributes, Pointer set);

	int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

	int posix_spawn_file_actions_init(Pointer actions);

	int posix_spawn_file_actions_destroy(Pointer actions);

	int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

	int posix_spawn_file_actions_addchdir_np(Pointer actions, byte[] path);

	int clone(Pointer function, Pointer stack, int flags, Pointer argument) throws LastErrorException;

	int waitid(int type, int id, Pointer info, int options) throws LastErrorException;

	int waitpid(int pid, int[] status, int options) throws LastErrorException;

	int kill(int pid, int signal) throws LastErrorException;

	void _exit(int status);

	int setpriority(int which, int who, int nice) throws LastErrorException;

	int execve(Pointer path, Pointer argv, Pointer envp) throws LastErrorException;

	int chdir(byte[] path) throws LastErrorException;

	int poll(Pointer descriptors, long count, int timeout) throws LastErrorException;

	int sigemptyset(Pointer set);

	int sigfillset(Pointer set);

	int sigaddset(Pointer set, int signal);

	int sigdelset(Pointer set, int signal);

	int sigprocmask(int how, Pointer set, Pointer old) throws LastErrorException;

	int sigpending(Pointer set) throws LastErrorException;

	int sigismember(Pointer set, int signal);

	int sigaction(int signal, Pointer action, Pointer old) throws LastErrorException;

	Pointer signal(int signal, Pointer handler) throws LastErrorException;

	int clock_gettime(int clock, long[] time);

	int getrlimit(int resource, long[] limits) throws LastErrorException;

	int setrlimit(int resource, long[] limits) throws LastErrorException;

	long readlink(byte[] path, byte[] buffer, long size) throws LastErrorException;

	int umask(int mask);

	int access(byte[] path, int mode) throws LastErrorException;

	int fchown(int fd, int uid, int gid) throws LastErrorException;

	int geteuid();

	int getegid();

	// For these four errno does not show whether an entry was found.

	@Nullable Pointer getpwnam(byte[] name);

	@Nullable Pointer getpwuid(int uid);

	@Nullable Pointer getgrnam(byte[] name);

	int getgrouplist(byte[] user, int group, int[] groups, int[] count);

	String strerror(int errno);

}
