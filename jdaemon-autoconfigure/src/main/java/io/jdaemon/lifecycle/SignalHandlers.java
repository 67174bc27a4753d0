package io.jdaemon.lifecycle;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.SignalSets;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.signals.SignalMasks;
import io.jdaemon.signals.Signals;
import org.jspecify.annotations.Nullable;

/**
 * What each signal does in this process, according to the settings and to the signals
 * that were blocked or ignored at its start.
 */
final class SignalHandlers {

	private final Settings settings;

	private final SignalMasks masks;

	private final @Nullable SignalSets inherited;

	/**
	 * Record the signals as they are before any handler is installed.
	 * @param settings the settings
	 * @param masks the signal masks of this process
	 * @param inherited what was passed on, {@code null} if nothing was
	 */
	SignalHandlers(Settings settings, SignalMasks masks, @Nullable InheritedState inherited) {
		this.settings = settings;
		this.masks = masks;
		this.inherited = (inherited != null) ? inherited.signals() : null;
	}

	/**
	 * The signals that stay blocked, and so pending, until there are handlers.
	 * @return the signals
	 */
	Set<ProcessSignal> held() {
		return (this.inherited != null) ? this.inherited.held() : Set.of();
	}

	/**
	 * The signals that stay ignored. In the foreground, a signal that was ignored at the
	 * start stays ignored: a shell or nohup has set that, and the JVM follows the same
	 * rule.
	 * @return the signals
	 */
	Set<ProcessSignal> ignoredAtStart() {
		if (this.settings.detached()) {
			return Set.of();
		}
		return (this.inherited != null) ? this.inherited.ignored() : this.masks.ignoredSignals();
	}

	/**
	 * The signals of a successor. What is ignored here is passed on as the disposition of
	 * a blocked signal; others have the default action in a process that is spawned.
	 * @return the signals that it holds back until it has handlers, and those that it
	 * ignores
	 */
	SignalSets forSuccessor() {
		Set<ProcessSignal> held = new HashSet<>(this.settings.handledSignals());
		held.addAll(ignoredAtStart());
		return new SignalSets(held, ignoredAtStart());
	}

	/**
	 * The numbers of the signals that were blocked when the process was started.
	 * @return the numbers, without those of {@link #held()}
	 */
	Set<Integer> blockedAtStart() {
		Set<Integer> blocked = new HashSet<>(this.masks.blockedNumbers());
		blocked.removeAll(ProcessSignal.numbers(held()));
		return blocked;
	}

	/**
	 * The signal that a command sends for each action.
	 * @return one signal for each action that any signal is mapped to
	 */
	Map<SignalAction, ProcessSignal> byAction() {
		Map<SignalAction, ProcessSignal> signals = new EnumMap<>(SignalAction.class);
		for (SignalAction action : List.of(SignalAction.STOP, SignalAction.RESTART, SignalAction.REOPEN)) {
			this.settings.signalFor(action, ignoredAtStart()).ifPresent((signal) -> signals.put(action, signal));
		}
		return signals;
	}

	/**
	 * Install the handlers.
	 * @param signals the signals of this process
	 * @param lifecycle acts on the signals
	 * @throws StartException if the JVM reserves one of the signals
	 */
	void install(Signals signals, Lifecycle lifecycle) throws IOException, StartException {
		for (ProcessSignal signal : ProcessSignal.values()) {
			SignalAction action = this.settings.signals().getOrDefault(signal, SignalAction.DEFAULT);
			switch (action) {
				case IGNORE -> signals.ignore(signal);
				case DEFAULT -> {
					if (held().contains(signal)) {
						signals.reset(signal);
					}
				}
				default -> {
					if (!ignoredAtStart().contains(signal)) {
						handle(signals, signal, action, lifecycle);
					}
				}
			}
		}
	}

	private static void handle(Signals signals, ProcessSignal signal, SignalAction action, Lifecycle lifecycle)
			throws IOException, StartException {
		try {
			signals.handle(signal, (received) -> lifecycle.signaled(action, "SIG" + received.name()));
		}
		catch (IllegalArgumentException ex) {
			throw StartFailures.reservedSignal(signal, ex);
		}
	}

}
