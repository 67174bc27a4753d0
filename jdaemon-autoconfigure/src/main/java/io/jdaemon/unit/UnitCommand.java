package io.jdaemon.unit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jdaemon.command.CommandName;
import io.jdaemon.command.OutputFormat;
import io.jdaemon.posix.PathName;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;

/**
 * The command systemd-unit: prints files for systemd that fit the settings, and starts
 * nothing.
 */
public final class UnitCommand {

	private static final Pattern VERSION = Pattern.compile("systemd (\\d+)\\b.*");

	private final Facts facts;

	/**
	 * Create the command.
	 * @param image the image of this process
	 * @param arguments how many arguments the application got
	 * @param settings the settings of the process that the file is for
	 * @param addresses what the web servers of the application listen on
	 */
	public UnitCommand(ProcessImage image, int arguments, Settings settings, List<String> addresses) {
		this(image, arguments, settings, addresses, systemdVersion());
	}

	UnitCommand(ProcessImage image, int arguments, Settings settings, List<String> addresses, OptionalInt systemd) {
		String directory = settings.process().workingDirectory();
		String current = PathName.decode(image.workingDirectory());
		this.facts = new Facts(settings,
				StartCommand.of(image, CommandName.SYSTEMD_UNIT.word(), arguments, System.getenv("PATH")),
				(directory == null) ? current
						: PathName.shortest(directory.startsWith("/") ? directory : current + "/" + directory),
				addresses, systemd);
	}

	/**
	 * Print a file.
	 * @param format which one
	 * @param out where to print it
	 * @return the status to exit with
	 * @throws StartException if there is nothing to print
	 */
	public int print(OutputFormat format, PrintStream out) throws StartException {
		String name = this.facts.settings().name();
		out.println(switch (format) {
			case TEXT -> new ServiceUnit(this.facts).text();
			case SOCKET -> Optional.of(new SocketUnit(this.facts).text())
				.filter((text) -> !this.facts.addresses().isEmpty())
				.orElseThrow(() -> wrong(name + " has no web server on a fixed port, so there is no socket for it.",
						"Set server.port."));
			case TMPFILES -> new Snippets(this.facts).tmpfiles()
				.orElseThrow(() -> wrong(name + " has neither a PID file nor an output file in a directory of its own.",
						"Nothing is needed in tmpfiles.d."));
			case LOGROTATE -> new Snippets(this.facts).logrotate()
				.orElseThrow(() -> wrong(
						"The output of " + name + " goes to no file: jdaemon.out and jdaemon.err are /dev/null.",
						"Set them for a daemon; under systemd, the journal rotates itself."));
			case JSON -> throw wrong("The command systemd-unit has no output in JSON.",
					"Use one of text, socket, tmpfiles, logrotate.");
		});
		return ExitStatus.DONE.number();
	}

	private static StartException wrong(String found, String action) {
		return new StartException(ExitStatus.WRONG_SETTING, found, action);
	}

	private static OptionalInt systemdVersion() {
		try {
			Process process = new ProcessBuilder("systemctl", "--version")
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			try (BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII)) {
				String line = reader.readLine();
				Matcher version = VERSION.matcher((line != null) ? line : "");
				return version.matches() ? OptionalInt.of(Integer.parseInt(version.group(1))) : OptionalInt.empty();
			}
		}
		catch (IOException ex) {
			return OptionalInt.empty();
		}
	}

}
