package io.jdaemon.process;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;

import io.jdaemon.RestartRequester;
import io.jdaemon.RestartRequester.Kind;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.process.InheritedState.SignalSets;
import io.jdaemon.signals.ProcessSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InheritedState}.
 */
class InheritedStateTests {

	private static final InheritedState AFTER_EXEC = new InheritedState(InheritedState.recipient(300),
			new History(true, 7, Instant.ofEpochMilli(1234567890123L),
					Optional.of(new RestartCause(new RestartRequester(Kind.ENDPOINT, "SIGUSR1", "Zoë B", "::1", 4712L),
							Instant.ofEpochMilli(1234567899999L))),
					Optional.of("/srv/so fine=ü"), List.of(new ProcessIdentity(299, 17), new ProcessIdentity(298, 16)),
					true),
			new Descriptors(OptionalInt.empty(), OptionalInt.of(14), OptionalInt.of(15), OptionalInt.of(18),
					List.of(new InheritedSocket(16, "*:0"), new InheritedSocket(17, "[::1]:8080")),
					List.of(new ListenDescriptor(19, "web.socket", false),
							new ListenDescriptor(20, "a name@home", false))),
			new SignalSets(Set.of(ProcessSignal.TERM, ProcessSignal.USR1), Set.of(ProcessSignal.HUP)));

	private static final InheritedState AFTER_SPAWN = new InheritedState("pipe:[123]",
			new History(false, 0, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of(), false),
			new Descriptors(OptionalInt.of(3), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), List.of(),
					List.of()),
			new SignalSets(Set.of(), Set.of()));

	private static final IntFunction<String> NO_FILES = (descriptor) -> "";

	@Test
	void toVariableContainsEveryField() {
		assertThat(AFTER_EXEC.toVariable()).isEqualTo("_JDAEMON=to=pid:300 detached=true generation=7 "
				+ "started=1234567890123 by-at=1234567899999 by-kind=ENDPOINT by-signal=SIGUSR1 by-user=Zo%C3%AB+B "
				+ "by-address=::1 by-pid=4712 origin=/srv/so+fine=%C3%BC drains=299:17,298:16 notify=true "
				+ "pidfile=14 status=15 predecessor=18 sockets=16@*:0,17@[::1]:8080 "
				+ "listen=19@web.socket,20@a+name@home held=USR1,TERM ignored=HUP");
		assertThat(AFTER_SPAWN.toVariable())
			.isEqualTo("_JDAEMON=to=pipe:[123] detached=false generation=0 started=0 ready=3");
	}

	@Test
	void receivedAfterExecIsStateThatWasPassedOn() {
		assertThat(InheritedState.received(value(AFTER_EXEC), 300, NO_FILES)).contains(AFTER_EXEC);
	}

	@Test
	void receivedAfterSpawnIsStateThatWasPassedOn() {
		assertThat(InheritedState.received(value(AFTER_SPAWN), 300, pipeAt(3, "pipe:[123]"))).contains(AFTER_SPAWN);
	}

	@Test
	void receivedWhenRecipientIsAnotherProcessIsEmpty() {
		assertThat(InheritedState.received(value(AFTER_EXEC), 301, NO_FILES)).isEmpty();
	}

	@Test
	void receivedWhenPipeIsNotThatOfRecipientIsEmpty() {
		assertThat(InheritedState.received(value(AFTER_SPAWN), 300, NO_FILES)).isEmpty();
		assertThat(InheritedState.received(value(AFTER_SPAWN), 300, pipeAt(3, "pipe:[124]"))).isEmpty();
		assertThat(InheritedState.received(value(AFTER_SPAWN), 300, pipeAt(4, "pipe:[123]"))).isEmpty();
	}

	@Test
	void receivedWhenVariableIsNotSetIsEmpty() {
		assertThat(InheritedState.received(null, 300, NO_FILES)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "=", "garbage", "to=", "to=pid:300", "to=pid:300 generation=x started=0",
			"to=pid:300 generation=0 started=0 held=NONE", "to=pid:300 generation=0 started=0 ready=x",
			"to=pid:300 generation=0 started=0 listen=x@web.socket", "to=pid:300 generation=99999999999 started=0",
			"generation=0 started=0" })
	void receivedWhenMalformedIsEmpty(String value) {
		assertThat(InheritedState.received(value, 300, NO_FILES)).isEmpty();
	}

	@Test
	void receivedWhenRecipientIsMissingIsEmpty() {
		assertThat(InheritedState.received("generation=0 started=0 ready=9", 300, NO_FILES)).isEmpty();
	}

	@Test
	void receivedWhenFieldIsRepeatedIsEmpty() {
		assertThat(InheritedState.received("to=pid:300 generation=0 started=0 to=pid:300", 300, NO_FILES)).isEmpty();
	}

	private static IntFunction<String> pipeAt(int expected, String pipe) {
		return (descriptor) -> (descriptor == expected) ? pipe : "";
	}

	private static String value(InheritedState state) {
		return state.toVariable().substring("_JDAEMON=".length());
	}

}
