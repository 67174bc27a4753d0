package io.jdaemon.launch;

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
 * The user and group of the settings, looked up.
 *
 * @param posix the system calls
 * @param settings the settings
 */
record RunAs(Posix posix, Settings settings) {

	private static final long HIGHEST_ID = 0xFFFFFFFEL;

	/**
	 * As whom the daemon is to run.
	 * @return credentials, or nothing where they are those of this process already
	 * @throws StartException if the user or the group is unknown
	 */
	Optional<Credentials> credentials() throws StartException {
		String user = this.settings.attributes().user();
		String group = this.settings.attributes().group();
		OptionalInt gid = (group != null) ? OptionalInt.of(gid(group)) : OptionalInt.empty();
		if (user == null) {
			return gid.isPresent() ? change(this.posix.geteuid(), gid, this.posix.getpwuid(this.posix.geteuid()))
					: Optional.empty();
		}
		Account account = this.posix.getpwnam(user);
		if (account != null) {
			return change(account.uid(), gid, account);
		}
		int uid = number(user).orElseThrow(() -> unknown("user", user, "passwd"));
		return change(uid, gid, this.posix.getpwuid(uid));
	}

	private Optional<Credentials> change(int uid, OptionalInt group, @Nullable Account account) throws StartException {
		if (uid == this.posix.geteuid() && (group.isEmpty() || group.getAsInt() == this.posix.getegid())) {
			return Optional.empty();
		}
		if (group.isEmpty() && account == null) {
			throw new StartException(ExitStatus.WRONG_SETTING, "The user " + this.settings.attributes().user() + " ("
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
	 * The settings that ask for a change, for messages.
	 * @return "the user orders (jdaemon.user, set in …)"
	 */
	String wish() {
		String user = this.settings.attributes().user();
		return (user != null) ? "the user " + user + " (" + describe("user") + ")"
				: "the group " + this.settings.attributes().group() + " (" + describe("group") + ")";
	}

	private String describe(String property) {
		return this.settings.origins().describe("jdaemon." + property);
	}

	/**
	 * The refusal of a change that the kernel does not allow.
	 * @return the refusal
	 */
	StartException notPermitted() {
		return new StartException(ExitStatus.NOT_PERMITTED,
				"Only root may start " + this.settings.name() + " as " + wish() + ".",
				"Start it as root, or as that user, or remove the setting.");
	}

}
