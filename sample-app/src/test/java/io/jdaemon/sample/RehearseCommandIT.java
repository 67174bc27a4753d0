package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command rehearse: whether a version would start, with or without a running daemon,
 * and nothing is left.
 */
@EachJdk
class RehearseCommandIT {

	private static final String WOULD_START = "sample-app would start: its context was complete after \\d+\\.\\d s";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	RehearseCommandIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void versionThatWouldStartLeavesNothing() {
		SampleDaemon sample = this.bench.sample(this.jdk);
		sample.command("rehearse").assertPrinted(0, WOULD_START);
		assertThat(sample.command("rehearse", "--jdaemon.quiet=true")).isEqualTo(new Launch.Result(0, "", ""));
		this.bench.assertNothingLeft(sample);
		assertThat(sample.directory()).isDirectoryNotContaining("glob:**.log");
	}

	@Test
	void brokenVersionIsExplainedAndTheRunningOneIsUntouched() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		ProcFs daemon = sample.started();
		// Its last line, which the start does not wait for
		sample.log().await("Ready: pid " + daemon.pid());
		String log = sample.log().text();
		sample.command("rehearse").assertPrinted(0, WOULD_START);
		set(sample, "fault.connects=true");
		Launch.Result failed = sample.command("rehearse");
		assertThat(failed.status()).as(failed.toString()).isEqualTo(1);
		assertThat(failed.out()).isEmpty();
		assertThat(failed.errLines()).hasSizeGreaterThan(1)
			.last()
			.asString()
			.startsWith("sample-app would not start: it ended with status 1 before its context was complete: ")
			.contains("Connection refused");
		set(sample, "fault.exits-in-bean=true");
		assertThat(sample.command("rehearse").status()).isEqualTo(3);
		set(sample, "jdaemon.stop-timeout=soon");
		Launch.Result wrong = sample.command("rehearse");
		assertThat(wrong.status()).as(wrong.toString()).isEqualTo(2);
		assertThat(wrong.err()).contains("The property jdaemon.stop-timeout");
		assertThat(this.bench.processes()).containsExactly(daemon);
		assertThat(sample.log().text()).isEqualTo(log);
		assertThat(sample.daemon()).isEqualTo(daemon);
	}

	@Test
	void versionThatHangsIsEndedInTime() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--jdaemon.startup-timeout=10s");
		set(sample, "fault.hangs=true");
		Launch.Result late = sample.command("rehearse");
		assertThat(late.status()).as(late.toString()).isEqualTo(124);
		assertThat(late.err()).contains("sample-app would not start: its context was not complete within 10 s");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void interruptEndsBoth() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		set(sample, "fault.hangs=true");
		Launch command = sample.beginCommand("rehearse");
		ProcFs rehearsal = rehearsal();
		assertThat(rehearsal.session()).isEqualTo(rehearsal.pid());
		Signal.INT.send(command.pid());
		assertThat(command.result().status()).isEqualTo(130);
		patiently().until(() -> this.bench.processes().isEmpty());
		assertThat(rehearsal.alive()).isFalse();
	}

	@Test
	void rehearsalRunsAsTheUserAndInTheDirectoryOfTheDaemon() throws IOException {
		Home home = new Home(this.bench, this.jdk);
		Files.createDirectory(home.path().resolve("work"));
		home.giveToNobody();
		Home.give(home.path().resolve("work"), home.uid(), home.gid());
		home.write("fault.properties", "");
		SampleDaemon sample = home.relative()
			.arguments("--jdaemon.user=nobody", "--jdaemon.working-directory=work", "--word");
		Files.writeString(home.path().resolve("work/fault.properties"), "fault.waits=true");
		Launch command = sample.beginCommand("rehearse");
		ProcFs rehearsal = rehearsal();
		assertThat(rehearsal.status("Uid")).startsWith(home.uid() + "\t" + home.uid());
		assertThat(rehearsal.link("cwd")).isEqualTo(home.path().resolve("work").toString());
		assertThat(rehearsal.commandLine()).contains(home.path() + "/app/sample-app.jar", "--word")
			.doesNotContain("rehearse");
		Files.createFile(home.path().resolve("work/go-on"));
		command.result().assertPrinted(0, WOULD_START);
		this.bench.assertNothingLeft(sample);
	}

	private static void set(SampleDaemon sample, String faults) throws IOException {
		Files.writeString(sample.directory().resolve("fault.properties"), faults);
	}

	private ProcFs rehearsal() {
		List<ProcFs> found = patiently().until(() -> this.bench.processes()
			.stream()
			.filter((process) -> process.environment()
				.stream()
				.anyMatch((variable) -> variable.startsWith("_REHEARSAL_OF_JDAEMON=")))
			.filter((process) -> new TextFile(process.file("fd/1")).text().contains(" on purpose"))
			.toList(), (processes) -> processes.size() == 1);
		return found.get(0);
	}

}
