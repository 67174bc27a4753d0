package io.jdaemon.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixUnavailableException;

/**
 * Looks at what a process has open, see proc(5). Root may look at processes of other
 * users only with CAP_SYS_PTRACE, which containers lack by default; the owner of the
 * process may in any case. So root then looks with the credentials of the owner.
 */
public final class OwnerView {

	private OwnerView() {
	}

	/**
	 * Look at a process.
	 * @param <T> what is seen
	 * @param posix loads the calls of the C library, if they are needed
	 * @param process the process
	 * @param look reads the files of the process in proc(5)
	 * @return what is seen
	 * @throws IOException the exception of the task
	 */
	public static <T> T see(PosixLoader posix, ProcessIdentity process, Posix.Task<T> look)
			throws IOException, PosixUnavailableException {
		Optional<Credentials> owner = denied(process) ? process.credentials() : Optional.empty();
		if (owner.isPresent() && owner.get().uid() != 0 && root()) {
			try {
				return posix.get().withCredentials(owner.get(), look);
			}
			catch (PosixException ex) {
				// Root without CAP_SETUID: look as it may.
			}
		}
		return look.run();
	}

	private static boolean root() {
		return ProcessIdentity.of(ProcessHandle.current().pid())
			.flatMap(ProcessIdentity::credentials)
			.filter((own) -> own.uid() == 0)
			.isPresent();
	}

	private static boolean denied(ProcessIdentity process) {
		try {
			Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
			return false;
		}
		catch (AccessDeniedException ex) {
			return true;
		}
		catch (IOException ex) {
			// It has ended.
			return false;
		}
	}

}
