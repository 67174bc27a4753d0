package io.jdaemon.neighbours;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.jdaemon.sample.LoadClient;
import io.jdaemon.sample.SampleDaemon;
import io.jdaemon.sample.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beside Quartz, and Flyway on PostgreSQL: a job runs in one process at a time, a restart
 * migrates the database, and no connection is left.
 */
class JobsIT {

	private static final int POOL = 3;

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void jobRunsInOneProcessAtATimeAndRestartsMigrate() throws IOException {
		try (PostgreSql database = PostgreSql.start(this.bench)) {
			SampleDaemon jobs = Application.JOBS
				.on(this.bench, Files.createDirectory(this.bench.directory().resolve("app")))
				.arguments("--neighbours.postgresql-port=" + database.port());
			jobs.started();
			awaitRuns(database, 0);
			assertConnections(database);
			try (LoadClient load = new LoadClient(jobs.port())) {
				deploy(jobs, 2);
				Application.succeed(jobs.command("restart"));
				awaitRuns(database, 1);
				assertConnections(database);
				deploy(jobs, 3);
				Application.handOver(jobs);
				awaitRuns(database, 2);
				assertConnections(database);
				load.finish();
				assertThat(load.refused()).isEmpty();
				assertThat(load.lost()).isEmpty();
			}
			Application.succeed(jobs.command("stop"));
			patiently().until(() -> database.connections() == 0);
			assertThat(database.rows("select version from flyway_schema_history where success order by 1"))
				.containsExactly("1", "2", "3");
			assertOneProcessAtATime(database);
			jobs.assertNothingVisible();
		}
		assertThat(this.bench.processes()).isEmpty();
	}

	// A new version of the jar with one more migration
	private static void deploy(SampleDaemon jobs, int version) throws IOException {
		Path jar = jobs.directory().resolve("app/neighbours-jobs.jar");
		Path next = Files.copy(jar, jar.resolveSibling("next.jar"));
		try (FileSystem contents = FileSystems.newFileSystem(next)) {
			Files.writeString(contents.getPath("/db/migration/V" + version + "__column.sql"),
					"alter table run add column version_" + version + " integer");
		}
		Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
	}

	private static void awaitRuns(PostgreSql database, int generation) {
		String ended = "select id from run where ended is not null and generation = " + generation;
		patiently().until(() -> database.rows(ended).size() >= 2);
	}

	private static void assertConnections(PostgreSql database) {
		patiently().until(() -> database.connections() == POOL);
	}

	private static void assertOneProcessAtATime(PostgreSql database) {
		assertThat(database.rows("select distinct generation from run order by 1")).containsExactly("0", "1", "2");
		assertThat(database.rows("select * from run where ended is null")).isEmpty();
		assertThat(database.rows("""
				select a.*, b.* from run a join run b on a.generation < b.generation
				where a.ended > b.began""")).isEmpty();
	}

}
