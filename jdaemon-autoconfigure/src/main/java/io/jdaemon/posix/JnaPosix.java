package io.jdaemon.posix;

import java.io.File;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * {@link Posix} with JNA, for 64-bit Linux.
 */
final class JnaPosix implements Posix {

	private static final Set<String> FOUND_BY_NAME = Set.of("pause", "sigignore");

	// glibc has it from 2.29 on, and only another working directory requires it.
	private static final Set<String> OPTIONAL = Set.of("posix_spawn_file_actions_addchdir_np");

	private static final int EINTR = 4;

	private static final int EINVAL = 22;

	private static final int ENAMETOOLONG = 36;

	private static final int O_CLOEXEC = 0x80000;

	private static final int AF_UNIX = 1;

	// SOCK_DGRAM, SOCK_CLOEXEC
	private static final int DATAGRAMS = 2 | O_CLOEXEC;

	// MSG_DONTWAIT, MSG_NOSIGNAL
	private static final int SEND_FLAGS = 0x40 | 0x4000;

	private static final int CLOCK_MONOTONIC = 1;

	private static final int SOL_SOCKET = 1;

	private static final int SO_ACCEPTCONN = 30;

	private static final int F_SETFD = 2;

	private static final int F_GETFL = 3;

	private static final int F_SETFL = 4;

	private static final int F_DUPFD_CLOEXEC = 1030;

	private static final int FD_CLOEXEC = 1;

	// The same number on every processor, like all system calls added since Linux 5.1.
	private static final long SYS_CLOSE_RANGE = 436;

	private static final int CLOSE_RANGE_CLOEXEC = 4;

	private static final Map<String, Long> SYS_TGKILL = Map.of("amd64", 234L, "aarch64", 131L, "riscv64", 131L);

	// A real-time signal that neither the C library (32 and 33) nor HotSpot (12, 62)
	// uses.
	private static final int FREEZE_SIGNAL = 40;

	private static final int SA_FLAGS_OFFSET = 8 + 128;

	private static final int CLONE_VM = 0x100;

	private static final int CLONE_SIGHAND = 0x800;

	private static final int CLONE_VFORK = 0x4000;

	// Waits for a child that sends no SIGCHLD when it exits, too
	private static final int WALL = 0x40000000;

	// In bytes, more than sigignore(3) needs
	private static final int STACK_SIZE = 64 * 1024;

	private static final int LAST_SIGNAL = 31;

	private static final int LOCK_SH = 1;

	private static final int LOCK_EX = 2;

	private static final int LOCK_NB = 4;

	private static final int MFD_CLOEXEC = 1;

	private static final int AT_FDCWD = -100;

	private static final int AT_SYMLINK_NOFOLLOW = 0x100;

	private static final int AT_EMPTY_PATH = 0x1000;

	private static final int STATX_BASIC_STATS = 0x7FF;

	private static final int STATX_SIZE = 256;

	private static final short POLLOUT = 4;

	private static final int SIG_BLOCK = 0;

	private static final int SIG_UNBLOCK = 1;

	private static final int SIG_SETMASK = 2;

	private static final int P_PID = 1;

	private static final int PRIO_PGRP = 1;

	private static final int WEXITED_NOWAIT = 0x4 | 0x1000000;

	// POSIX_SPAWN_SETSIGDEF, POSIX_SPAWN_SETSIGMASK, POSIX_SPAWN_SETSID
	private static final short SPAWN_FLAGS = 0x04 | 0x08 | 0x80;

	// struct passwd and struct group of glibc and musl on 64 bits: name, password, number
	private static final int ID_OFFSET = 16;

	private static final int PW_GID_OFFSET = 20;

	// In bytes, more than sigset_t, siginfo_t, posix_spawnattr_t (336 bytes in glibc) and
	// posix_spawn_file_actions_t need on any platform: their sizes cannot be asked for.
	private static final int OPAQUE = 1024;

	private final LibC libc;

	private JnaPosix(LibC libc) {
		this.libc = libc;
	}

	static Posix load() throws PosixUnavailableException {
		try {
			requireFunctions(LibC.class);
			return new JnaPosix(Native.load(Platform.C_LIBRARY_NAME, LibC.class));
		}
		catch (LinkageError | RuntimeException ex) {
			// IllegalCallerException if native access is denied, UnsatisfiedLinkError if
			// the temporary directory is mounted noexec.
			throw new PosixUnavailableException(ex);
		}
	}

	/**
	 * Require that the C library has all functions. JNA looks a function up at its first
	 * call, which may be in the middle of a restart.
	 * @param declarations declares the functions
	 * @throws PosixUnavailableException if one is missing
	 */
	static void requireFunctions(Class<?> declarations) throws PosixUnavailableException {
		List<String> missing = Stream
			.concat(FOUND_BY_NAME.stream(), Arrays.stream(declarations.getMethods()).map(Method::getName))
			.filter((name) -> !OPTIONAL.contains(name) && !exists(name))
			.sorted()
			.toList();
		if (!missing.isEmpty()) {
			throw new PosixUnavailableException(missing);
		}
	}

	private static boolean exists(String name) {
		try {
			function(name);
			return true;
		}
		catch (UnsatisfiedLinkError ex) {
			return false;
		}
	}

	@Override
	public int open(String path, int mode, OpenFlag... flags) throws PosixException {
		int bits = Arrays.stream(flags).mapToInt(OpenFlag::bits).reduce(O_CLOEXEC, (a, b) -> a | b);
		int descriptor = retry("open " + path, () -> this.libc.open(text(path), bits, mode));
		try {
			return moveUp(descriptor);
		}
		catch (PosixException ex) {
			if ((bits & OpenFlag.EXCL.bits()) != 0) {
				this.libc.unlink(text(path));
			}
			throw ex;
		}
	}

	@Override
	public void close(int descriptor) {
		this.libc.close(descriptor);
	}

	@Override
	public void dup2(int from, int to) throws PosixException {
		retry("dup2", () -> this.libc.dup2(from, to));
	}

	@Override
	public void blocking(int descriptor, boolean blocking) throws PosixException {
		int flags = retry("fcntl F_GETFL", () -> this.libc.fcntl(descriptor, F_GETFL, 0)) & ~OpenFlag.NONBLOCK.bits();
		retry("fcntl F_SETFL",
				() -> this.libc.fcntl(descriptor, F_SETFL, blocking ? flags : flags | OpenFlag.NONBLOCK.bits()));
	}

	@Override
	public int dup(int descriptor) throws PosixException {
		return dup(descriptor, FIRST_DESCRIPTOR);
	}

	private int dup(int descriptor, int lowest) throws PosixException {
		String call = "fcntl F_DUPFD_CLOEXEC";
		try {
			return retry(call, () -> this.libc.fcntl(descriptor, F_DUPFD_CLOEXEC, lowest));
		}
		catch (PosixException ex) {
			// The limit of open files is below the lowest number.
			throw (ex.errno() == EINVAL) ? failure(call, PosixException.EMFILE) : ex;
		}
	}

	@Override
	public void closeOnExec(int descriptor, boolean closeOnExec) throws PosixException {
		retry("fcntl F_SETFD", () -> this.libc.fcntl(descriptor, F_SETFD, closeOnExec ? FD_CLOEXEC : 0));
	}

	@Override
	public void closeOnExecFrom(int first) throws PosixException {
		try {
			this.libc.syscall(SYS_CLOSE_RANGE, (long) first, 0xFFFFFFFFL, (long) CLOSE_RANGE_CLOEXEC);
		}
		catch (LastErrorException ex) {
			// Linux before 5.11 does not know CLOSE_RANGE_CLOEXEC.
			closeOnExecOneByOne(first);
		}
	}

	private void closeOnExecOneByOne(int first) throws PosixException {
		String[] open = new File("/proc/self/fd").list();
		if (open == null) {
			throw new PosixException("list /proc/self/fd", PosixException.ENOENT, "proc(5) is not mounted");
		}
		for (String name : open) {
			int descriptor = Integer.parseInt(name);
			if (descriptor >= first) {
				try {
					closeOnExec(descriptor, true);
				}
				catch (PosixException ex) {
					// The descriptor is closed by now, like that of the directory itself.
				}
			}
		}
	}

	@Override
	public FileStatus fstat(int descriptor) throws PosixException {
		return statx(descriptor, new byte[1], AT_EMPTY_PATH, "fstat");
	}

	@Override
	public @Nullable FileStatus lstat(String path) throws PosixException {
		try {
			return statx(AT_FDCWD, text(path), AT_SYMLINK_NOFOLLOW, "lstat " + path);
		}
		catch (PosixException ex) {
			if (ex.errno() == PosixException.ENOENT) {
				return null;
			}
			throw ex;
		}
	}

	private FileStatus statx(int directory, byte[] path, int flags, String call) throws PosixException {
		try (Memory buffer = new Memory(STATX_SIZE)) {
			retry(call, () -> this.libc.statx(directory, path, flags, STATX_BASIC_STATS, buffer));
			long device = ((long) buffer.getInt(136) << 32) | (buffer.getInt(140) & 0xFFFFFFFFL);
			return new FileStatus(device, buffer.getLong(32), buffer.getShort(28) & 0xFFFF, buffer.getLong(40));
		}
	}

	@Override
	public boolean accepting(int descriptor) throws PosixException {
		int[] value = new int[1];
		int[] size = { Integer.BYTES };
		retry("getsockopt", () -> this.libc.getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, value, size));
		return value[0] != 0;
	}

	@Override
	public void listen(int descriptor, int backlog) throws PosixException {
		retry("listen", () -> this.libc.listen(descriptor, backlog));
	}

	@Override
	public @Nullable InetSocketAddress getsockname(int descriptor) throws PosixException {
		byte[] address = new byte[SocketAddresses.SIZE];
		int[] size = { address.length };
		retry("getsockname", () -> this.libc.getsockname(descriptor, address, size));
		return SocketAddresses.decode(address);
	}

	@Override
	public void sendmsg(String address, byte[] message, List<Integer> descriptors) throws PosixException {
		byte[] path = PathName.encode(address);
		if (path.length > SocketMessage.LONGEST_PATH) {
			throw failure("sendmsg", ENAMETOOLONG);
		}
		int socket = retry("socket", () -> this.libc.socket(AF_UNIX, DATAGRAMS, 0));
		try (Memory structure = SocketMessage.of(path, message, descriptors)) {
			retryLong("sendmsg", () -> this.libc.sendmsg(socket, structure, SEND_FLAGS));
		}
		finally {
			this.libc.close(socket);
		}
	}

	@Override
	public boolean flock(int descriptor, boolean exclusive) throws PosixException {
		try {
			retry("flock", () -> this.libc.flock(descriptor, LOCK_NB | (exclusive ? LOCK_EX : LOCK_SH)));
			return true;
		}
		catch (PosixException ex) {
			if (ex.errno() == PosixException.EAGAIN) {
				return false;
			}
			throw ex;
		}
	}

	@Override
	public void rename(String from, String to) throws PosixException {
		retry("rename " + from + " to " + to, () -> this.libc.rename(text(from), text(to)));
	}

	@Override
	public void unlink(String path) throws PosixException {
		retry("unlink " + path, () -> this.libc.unlink(text(path)));
	}

	@Override
	public void truncate(int descriptor, long length) throws PosixException {
		retry("ftruncate", () -> this.libc.ftruncate(descriptor, length));
	}

	@Override
	public void write(int descriptor, byte[] bytes) throws PosixException {
		writeAll("write", bytes, (rest, written) -> this.libc.write(descriptor, rest, rest.length));
	}

	@Override
	public void pwrite(int descriptor, byte[] bytes, long offset) throws PosixException {
		writeAll("pwrite", bytes, (rest, written) -> this.libc.pwrite(descriptor, rest, rest.length, offset + written));
	}

	private void writeAll(String call, byte[] bytes, Write write) throws PosixException {
		int written = 0;
		while (written < bytes.length) {
			byte[] rest = Arrays.copyOfRange(bytes, written, bytes.length);
			long position = written;
			written += (int) retryLong(call, () -> write.run(rest, position));
		}
	}

	@Override
	public byte[] read(int descriptor, int size) throws PosixException {
		byte[] buffer = new byte[size];
		return Arrays.copyOf(buffer, (int) retryLong("read", () -> this.libc.read(descriptor, buffer, size)));
	}

	@Override
	public boolean writable(int descriptor) throws PosixException {
		// struct pollfd: the descriptor, the requested and the returned events
		try (Memory request = new Memory(Long.BYTES)) {
			request.setInt(0, descriptor);
			request.setInt(Integer.BYTES, 0);
			request.setShort(Integer.BYTES, POLLOUT);
			return retry("poll", () -> this.libc.poll(request, 1, 0)) != 0;
		}
	}

	@Override
	public int[] pipe() throws PosixException {
		int[] ends = new int[2];
		retry("pipe", () -> this.libc.pipe2(ends, O_CLOEXEC));
		return new int[] { moveUp(ends[0]), moveUp(ends[1]) };
	}

	@Override
	public int memfdCreate(String name) throws PosixException {
		return moveUp(retry("memfd_create", () -> this.libc.memfd_create(name, MFD_CLOEXEC)));
	}

	// To FIRST_DESCRIPTOR or above
	private int moveUp(int descriptor) throws PosixException {
		if (descriptor >= FIRST_DESCRIPTOR) {
			return descriptor;
		}
		try {
			return dup(descriptor);
		}
		finally {
			this.libc.close(descriptor);
		}
	}

	@Override
	public int spawn(SpawnRequest request) throws PosixException {
		Credentials credentials = request.credentials();
		if (credentials == null) {
			return spawnOnThisThread(request);
		}
		try {
			return withCredentials(credentials, () -> spawnOnThisThread(request));
		}
		catch (PosixException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private int spawnOnThisThread(SpawnRequest request) throws PosixException {
		try (Memory attributes = new Memory(OPAQUE); Memory actions = new Memory(OPAQUE)) {
			this.libc.posix_spawnattr_init(attributes);
			this.libc.posix_spawn_file_actions_init(actions);
			try {
				return spawnFromCopies(request, attributes, actions);
			}
			finally {
				this.libc.posix_spawn_file_actions_destroy(actions);
				this.libc.posix_spawnattr_destroy(attributes);
			}
		}
	}

	// In the new process, dup2(2) to one number after the other would replace a
	// descriptor that has one of these numbers before it is copied.
	private int spawnFromCopies(SpawnRequest request, Memory attributes, Memory actions) throws PosixException {
		int numbers = request.descriptors().size();
		Map<Integer, Integer> copies = new HashMap<>();
		try {
			for (int descriptor : request.descriptors()) {
				if (descriptor < numbers && !copies.containsKey(descriptor)) {
					copies.put(descriptor, dup(descriptor, Math.max(numbers, FIRST_DESCRIPTOR)));
				}
			}
			List<Integer> sources = request.descriptors()
				.stream()
				.map((descriptor) -> copies.getOrDefault(descriptor, descriptor))
				.toList();
			return spawn(request, sources, attributes, actions);
		}
		finally {
			copies.values().forEach(this.libc::close);
		}
	}

	private int spawn(SpawnRequest request, List<Integer> sources, Memory attributes, Memory actions)
			throws PosixException {
		try (Memory blocked = signalSet(request.heldSignals()); Memory all = new Memory(OPAQUE)) {
			this.libc.sigfillset(all);
			request.heldSignals().forEach((signal) -> this.libc.sigdelset(all, signal));
			this.libc.posix_spawnattr_setflags(attributes, SPAWN_FLAGS);
			this.libc.posix_spawnattr_setsigmask(attributes, blocked);
			this.libc.posix_spawnattr_setsigdefault(attributes, all);
			for (int to = 0; to < sources.size(); to++) {
				this.libc.posix_spawn_file_actions_adddup2(actions, sources.get(to), to);
			}
			if (request.directory() != null) {
				addChdir(actions, request.directory());
			}
			StringVector arguments = new StringVector(request.arguments());
			StringVector environment = new StringVector(request.environment());
			int[] pid = new int[1];
			int errno;
			try {
				errno = this.libc.posix_spawn(pid, terminated(request.executable()), actions, attributes,
						arguments.pointer(), environment.pointer());
			}
			finally {
				// Their memory is freed when they are collected.
				Reference.reachabilityFence(arguments);
				Reference.reachabilityFence(environment);
			}
			if (errno != 0) {
				throw failure("posix_spawn", errno);
			}
			return pid[0];
		}
	}

	private void addChdir(Memory actions, byte[] directory) throws PosixException {
		try {
			this.libc.posix_spawn_file_actions_addchdir_np(actions, terminated(directory));
		}
		catch (UnsatisfiedLinkError ex) {
			throw new PosixException("posix_spawn_file_actions_addchdir_np", PosixException.ENOSYS,
					"the C library is older than glibc 2.29");
		}
	}

	@Override
	public void awaitExit(int pid) throws PosixException {
		try (Memory info = new Memory(OPAQUE)) {
			retry("waitid", () -> this.libc.waitid(P_PID, pid, info, WEXITED_NOWAIT));
		}
	}

	@Override
	public WaitStatus waitpid(int pid) throws PosixException {
		int[] status = new int[1];
		retry("waitpid", () -> this.libc.waitpid(pid, status, 0));
		return new WaitStatus(status[0]);
	}

	@Override
	public void _exit(int status) {
		this.libc._exit(status);
	}

	@Override
	public void kill(int pid, int signal) throws PosixException {
		retry("kill", () -> this.libc.kill(pid, signal));
	}

	@Override
	public void setpriority(int group, int nice) throws PosixException {
		retry("setpriority", () -> this.libc.setpriority(PRIO_PGRP, group, nice));
	}

	@Override
	public Exec prepareExec(byte[] executable, List<byte[]> arguments, List<byte[]> environment) {
		byte[] path = terminated(executable);
		Memory file = new Memory(path.length);
		file.write(0, path, 0, path.length);
		StringVector argv = new StringVector(arguments);
		StringVector envp = new StringVector(environment);
		return () -> {
			try {
				retry("execve", () -> this.libc.execve(file, argv.pointer(), envp.pointer()));
			}
			finally {
				Reference.reachabilityFence(file);
				Reference.reachabilityFence(argv);
				Reference.reachabilityFence(envp);
			}
		};
	}

	@Override
	public void chdir(byte[] directory) throws PosixException {
		retry("chdir", () -> this.libc.chdir(terminated(directory)));
	}

	@Override
	public void sigblock(Set<Integer> signals) throws PosixException {
		sigprocmask(SIG_BLOCK, signals);
	}

	@Override
	public void sigunblock(Set<Integer> signals) throws PosixException {
		sigprocmask(SIG_UNBLOCK, signals);
	}

	@Override
	public void sigsetmask(Set<Integer> signals) throws PosixException {
		sigprocmask(SIG_SETMASK, signals);
	}

	private void sigprocmask(int how, Set<Integer> signals) throws PosixException {
		try (Memory set = signalSet(signals)) {
			// On Linux this acts on the calling thread, like pthread_sigmask(3), which
			// older C libraries have in libpthread only.
			retry("sigprocmask", () -> this.libc.sigprocmask(how, set, Pointer.NULL));
		}
	}

	@Override
	public Set<Integer> sigpending() throws PosixException {
		try (Memory set = new Memory(OPAQUE)) {
			retry("sigpending", () -> this.libc.sigpending(set));
			return IntStream.rangeClosed(1, LAST_SIGNAL)
				.filter((signal) -> this.libc.sigismember(set, signal) == 1)
				.boxed()
				.collect(Collectors.toUnmodifiableSet());
		}
	}

	@Override
	public void freeze(int thread) throws PosixException {
		Long tgkill = SYS_TGKILL.get(System.getProperty("os.arch", ""));
		if (tgkill == null) {
			return;
		}
		// struct sigaction of glibc and musl on 64 bits: handler, mask, flags, restorer
		try (Memory action = new Memory(OPAQUE)) {
			action.clear();
			action.setPointer(0, function("pause"));
			this.libc.sigfillset(action.share(Native.POINTER_SIZE));
			action.setInt(SA_FLAGS_OFFSET, 0);
			retry("sigaction", () -> this.libc.sigaction(FREEZE_SIGNAL, action, Pointer.NULL));
			retryLong("tgkill", () -> this.libc.syscall(tgkill, ProcessHandle.current().pid(), (long) thread,
					(long) FREEZE_SIGNAL));
		}
	}

	private Memory signalSet(Set<Integer> signals) {
		Memory set = new Memory(OPAQUE);
		this.libc.sigemptyset(set);
		signals.forEach((signal) -> this.libc.sigaddset(set, signal));
		return set;
	}

	@Override
	public void signal(int signal, boolean ignore) throws PosixException {
		retry("signal", () -> {
			this.libc.signal(signal, Pointer.createConstant(ignore ? 1 : 0));
			return 0;
		});
	}

	@Override
	public void sigignore(int signal) throws PosixException {
		try (Memory stack = new Memory(STACK_SIZE)) {
			int pid = retry("clone", () -> this.libc.clone(function("sigignore"), stack.share(STACK_SIZE),
					CLONE_VM | CLONE_SIGHAND | CLONE_VFORK, Pointer.createConstant(signal)));
			retry("waitpid", () -> this.libc.waitpid(pid, new int[1], WALL));
		}
	}

	private static Pointer function(String name) {
		return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction(name);
	}

	@Override
	public long monotonicMicros() {
		// struct timespec on 64 bits: seconds and nanoseconds
		long[] time = new long[2];
		this.libc.clock_gettime(CLOCK_MONOTONIC, time);
		return TimeUnit.SECONDS.toMicros(time[0]) + TimeUnit.NANOSECONDS.toMicros(time[1]);
	}

	@Override
	public long[] getrlimit(int resource) throws PosixException {
		long[] limits = new long[2];
		retry("getrlimit", () -> this.libc.getrlimit(resource, limits));
		return limits;
	}

	@Override
	public void setrlimit(int resource, long[] limits) throws PosixException {
		retry("setrlimit", () -> this.libc.setrlimit(resource, limits));
	}

	@Override
	public byte[] readlink(String path) throws PosixException {
		byte[] buffer = new byte[4096];
		long length = retryLong("readlink " + path, () -> this.libc.readlink(text(path), buffer, buffer.length));
		return Arrays.copyOf(buffer, (int) length);
	}

	@Override
	public int umask(int mask) {
		return this.libc.umask(mask);
	}

	@Override
	public boolean access(String path, int mode) {
		try {
			this.libc.access(text(path), mode);
			return true;
		}
		catch (LastErrorException ex) {
			return false;
		}
	}

	@Override
	public void fchown(int descriptor, int uid, int gid) throws PosixException {
		retry("fchown", () -> this.libc.fchown(descriptor, uid, gid));
	}

	@Override
	public int geteuid() {
		return this.libc.geteuid();
	}

	@Override
	public int getegid() {
		return this.libc.getegid();
	}

	@Override
	public @Nullable Account getpwnam(String name) {
		return account(this.libc.getpwnam(text(name)));
	}

	@Override
	public @Nullable Account getpwuid(int uid) {
		return account(this.libc.getpwuid(uid));
	}

	private static @Nullable Account account(@Nullable Pointer entry) {
		return (entry != null) ? new Account(entry.getPointer(0).getString(0, StandardCharsets.UTF_8.name()),
				entry.getInt(ID_OFFSET), entry.getInt(PW_GID_OFFSET)) : null;
	}

	@Override
	public OptionalInt getgrnam(String name) {
		Pointer entry = this.libc.getgrnam(text(name));
		return (entry != null) ? OptionalInt.of(entry.getInt(ID_OFFSET)) : OptionalInt.empty();
	}

	@Override
	public List<Integer> getgrouplist(String user, int group) {
		int[] count = { 32 };
		int[] groups;
		do {
			groups = new int[count[0]];
		}
		while (this.libc.getgrouplist(text(user), group, groups, count) < 0 && count[0] > groups.length);
		return Arrays.stream(groups, 0, Math.min(count[0], groups.length)).boxed().toList();
	}

	@Override
	public <T> T withCredentials(Credentials credentials, Task<T> task) throws IOException {
		ThreadCredentials thisThread = ThreadCredentials.of(this.libc);
		FutureTask<T> future = new FutureTask<>(() -> {
			retry("change of user", () -> {
				thisThread.assume(credentials);
				return 0;
			});
			return task.run();
		});
		Thread thread = new Thread(future, "jdaemon-user");
		thread.start();
		try {
			thread.join();
			return future.get();
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted while a thread acts as another user", ex);
		}
	}

	private static IOException failure(@Nullable Throwable cause) {
		if (cause instanceof IOException failure) {
			return failure;
		}
		throw new IllegalStateException(cause);
	}

	private static byte[] text(String path) {
		return terminated(PathName.encode(path));
	}

	private static byte[] terminated(byte[] bytes) {
		return Arrays.copyOf(bytes, bytes.length + 1);
	}

	private int retry(String call, IntCall body) throws PosixException {
		return (int) retryLong(call, body::run);
	}

	private long retryLong(String call, LongCall body) throws PosixException {
		while (true) {
			try {
				return body.run();
			}
			catch (LastErrorException ex) {
				if (ex.getErrorCode() != EINTR) {
					throw failure(call, ex.getErrorCode());
				}
			}
		}
	}

	private PosixException failure(String call, int errno) {
		return new PosixException(call, errno, this.libc.strerror(errno));
	}

	/** A call that returns an int and may fail with errno. */
	private interface IntCall {

		int run() throws LastErrorException;

	}

	/** A call that returns a long and may fail with errno. */
	private interface LongCall {

		long run() throws LastErrorException;

	}

	/** A call that writes some of the remaining bytes. */
	private interface Write {

		long run(byte[] rest, long written) throws LastErrorException;

	}

	/**
	 * The {@code char *const []} that exec takes. It keeps the memory of the strings
	 * alive.
	 */
	private static final class StringVector {

		private final Memory strings;

		private final Memory pointers;

		StringVector(List<byte[]> values) {
			this.strings = new Memory(1 + values.stream().mapToLong((value) -> value.length + 1).sum());
			this.pointers = new Memory((values.size() + 1L) * Native.POINTER_SIZE);
			long offset = 0;
			int index = 0;
			for (byte[] value : values) {
				this.strings.write(offset, value, 0, value.length);
				this.strings.setByte(offset + value.length, (byte) 0);
				this.pointers.setPointer((long) index++ * Native.POINTER_SIZE, this.strings.share(offset));
				offset += value.length + 1;
			}
			this.pointers.setPointer((long) index * Native.POINTER_SIZE, Pointer.NULL);
		}

		Pointer pointer() {
			return this.pointers;
		}

	}

}
