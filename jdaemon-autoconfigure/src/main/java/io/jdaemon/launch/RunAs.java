package io.jdaemon.launch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.jdaemon.posix.Account;
import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.Posix;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import org.jspecify.annotations.Nullable;

/**
 * The user and the group in the settings, looked up in passwd(5) and group(5).
 */
final class RunAs {

	private static final long HIGHEST_ID = 0xFFFFFFFEL;

	private final Posix posix;

	private final Settings settings;

	private final @Nullable Credentials credentials;

	private RunAs(Posix posix, Settings settings) throws StartException {
		this.posix = posix;
		this.settings = settings;
		this.credentials = lookUp().orElse(null);
	}

	/**
	 * Look up the user and the group.
	 * @param settings the settings
	 * @return the user and the group
	 * @throws StartException if either is unknown, or the user has no group
	 */
	static RunAs resolve(Posix posix, Settings settings) throws StartException {
		return new RunAs(posix, settings);
	}

	/**
	 * The credentials of the daemon.
	 * @return the credentials, {@code null} if this process already has them
	 */
	@Nullable Credentials credentials() {
		return this.credentials;
	}

	/**
	 * Run a task with these credentials.
	 * @param <T> the type of the result
	 * @param task the task
	 * @return the result
	 */
	<T> T call(Posix.Task<T> task) throws IOException {
		return (this.credentials != null) ? this.posix.withCredentials(this.credentials, task) : task.run();
	}

	private Optional<Credentials> lookUp() throws StartException {
		String user = this.settings.process().user();
		String group = this.settings.process().group();
		OptionalInt gid = (group != null) ? OptionalInt.of(gid(group)) : OptionalInt.empty();
		if (user == null) {
			return gid.isPresent() ? credentials(this.posix.geteuid(), gid, this.posix.getpwuid(this.posix.geteuid()))
					: Optional.empty();
		}
		Account account = this.posix.getpwnam(user);
		if (account != null) {
			return credentials(account.uid(), gid, account);
		}
		int uid = number(user).orElseThrow(() -> unknown("user", user, "passwd"));
		return credentials(uid, gid, this.posix.getpwuid(uid));
	}

	private Optional<Credentials> credentials(int uid, OptionalInt group, @Nullable Account account)
			throws StartException {
		if (uid == this.posix.geteuid() && (group.isEmpty() || group.getAsInt() == this.posix.getegid())) {
			return Optional.empty();
		}
		if (group.isEmpty() && account == null) {
			throw new StartException(ExitStatus.WRONG_SETTING, "The user " + this.settings.process().user() + " ("
					+ describe("user") + ") is in no user database, and so has no group.", "Set jdaemon.group, too.");
		}
		int gid = (account != null) ? group.orElse(account.gid()) : group.getAsInt();
		List<Integer> groups = (account != null) ? this.posix.getgrouplist(account.name(), gid) : List.of(gid);
		return Optional.of(new Credentials(uid, gid, groups));
	}

	private int gid(String group) throws StartException {
		OptionalInt gid = this.posix.getgrnam(group);
		return (gid.isPresent() ? gid : number(group)).orElseThrow(() -> unknown("group", group, "group"));
	}

	private static OptionalInt number(String text) {
		if (!text.matches("\\d{1,10}") || Long.parseLong(text) > HIGHEST_ID) {
			return OptionalInt.empty();
		}
		return OptionalInt.of((int) Long.parseLong(text));
	}

	private StartException unknown(String what, String name, String database) {
		return new StartException(ExitStatus.WRONG_SETTING,
				"The " + what + " \"" + name + "\" (" + describe(what) + ") is unknown.",
				"Name one that \"getent " + database + "\" lists, or a number.");
	}

	/**
	 * The user or the group in words, for messages.
	 * @return such as "the user orders (jdaemon.user, set in …)"
	 */
	String describe() {
		String user = this.settings.process().user();
		return (user != null) ? "the user " + user + " (" + describe("user") + ")"
				: "the group " + this.settings.process().group() + " (" + describe("group") + ")";
	}

	private String describe(String property) {
		return this.settings.origins().describe("jdaemon." + property);
	}

	/**
	 * Report that the kernel does not permit the change.
	 * @return the exception to throw
	 */
	StartException notPermitted() {
		return new StartException(ExitStatus.NOT_PERMITTED,
				"Only root may start " + this.settings.name() + " as " + describe() + ".",
				"Start it as root, or as that user, or remove the setting.");
	}

}
