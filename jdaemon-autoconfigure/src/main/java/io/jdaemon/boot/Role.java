package io.jdaemon.boot;

import java.util.Optional;

import io.jdaemon.Mode;
import io.jdaemon.command.CommandName;
import io.jdaemon.launch.ForegroundReason;
import io.jdaemon.launch.ForegroundReason.Decision;
import io.jdaemon.launch.HostEnvironment;
import io.jdaemon.process.InheritedState;

/**
 * The role of this process.
 */
sealed interface Role {

	/**
	 * Decide on the role, once the settings are known.
	 * @param host how the process was started
	 * @param inherited what was passed on to this process, if anything
	 * @param command the command to execute
	 * @param configured the configured mode
	 * @return the role
	 */
	static Role of(HostEnvironment host, Optional<InheritedState> inherited, CommandName command, Mode configured) {
		if (!command.startsApplication() && inherited.isEmpty()) {
			return new Command(command);
		}
		Mode mode = (command == CommandName.START) ? Mode.DAEMON : configured;
		if (mode == Mode.OFF) {
			return new Off(Optional.empty());
		}
		if (inherited.isPresent()) {
			return new Service(inherited.get().history().detached() ? Mode.DAEMON : Mode.FOREGROUND, Optional.empty());
		}
		Decision decision = ForegroundReason.decide(mode, host);
		return (decision.mode() == Mode.DAEMON) ? new Launcher() : new Service(decision.mode(), decision.reason());
	}

	/**
	 * jdaemon does nothing in this process.
	 *
	 * @param reason the reason, unless the settings say so
	 */
	record Off(Optional<ForegroundReason> reason) implements Role {

	}

	/**
	 * Acts on a running instance, or prints a unit, and exits.
	 *
	 * @param name the command
	 */
	record Command(CommandName name) implements Role {

	}

	/** Starts the daemon, and exits. */
	record Launcher() implements Role {

	}

	/**
	 * Runs the application.
	 *
	 * @param mode daemon or foreground
	 * @param reason the reason for the foreground, unless the settings say so
	 */
	record Service(Mode mode, Optional<ForegroundReason> reason) implements Role {

	}

}
