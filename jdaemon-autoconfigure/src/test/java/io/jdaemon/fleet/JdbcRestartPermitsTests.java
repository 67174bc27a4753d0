package io.jdaemon.fleet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.jdaemon.KernelTest;
import io.jdaemon.RestartPermit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests {@link JdbcRestartPermits} with real databases, through the pool that
 * applications use.
 */
@KernelTest
@ParameterizedClass
@EnumSource
class JdbcRestartPermitsTests {

	private static final String SERIALIZABLE = "TRANSACTION_SERIALIZABLE";

	@TempDir
	private static Path directory;

	private static PostgreSqlServer server;

	private final List<HikariDataSource> pools = new ArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@Parameter
	private Product product;

	private PermitDatabase database;

	@BeforeEach
	void start() throws Exception {
		if (this.product == Product.H2) {
			this.database = new H2Database();
			return;
		}
		if (server == null) {
			server = PostgreSqlServer.start(directory);
		}
		this.database = server.database();
	}

	@AfterEach
	void close() {
		this.threads.shutdownNow();
		this.pools.forEach(HikariDataSource::close);
	}

	@AfterAll
	static void stop() throws Exception {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void acquireWhenFreeIsGranted() throws Exception {
		JdbcRestartPermits permits = permits(1);
		assertThat(permits.acquire("host-1:/run/orders.pid")).isTrue();
		assertThat(permits.held()).singleElement().satisfies((permit) -> {
			assertThat(permit.holder()).isEqualTo("host-1:/run/orders.pid");
			assertThat(permit.since()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
			assertThat(permit.silence()).isBetween(Duration.ZERO, Duration.ofSeconds(60));
		});
	}

	@Test
	void acquireWhenHeldByAnotherIsRefused() throws Exception {
		assertThat(permits(1).acquire("host-1")).isTrue();
		assertThat(permits(1).acquire("host-2")).isFalse();
		assertThat(permits(1).held()).extracting(RestartPermit::holder).containsExactly("host-1");
	}

	@Test
	void acquireBySameHolderKeepsPermit() throws Exception {
		JdbcRestartPermits permits = permits(2);
		assertThat(permits.acquire("host-1")).isTrue();
		Instant since = permits.held().get(0).since();
		assertThat(permits.acquire("host-1")).isTrue();
		assertThat(permits.held()).singleElement().extracting(RestartPermit::since).isEqualTo(since);
	}

	@Test
	void acquireTakesOnlySlotsOfItsOwnNumber() throws Exception {
		assertThat(permits(2).acquire("host-1")).isTrue();
		assertThat(permits(2).acquire("host-2")).isTrue();
		assertThat(permits(2).acquire("host-3")).isFalse();
		assertThat(permits(3).acquire("host-3")).isTrue();
		assertThat(permits(1).acquire("host-4")).isFalse();
		assertThat(permits(3).held()).extracting(RestartPermit::holder).containsExactly("host-1", "host-2", "host-3");
	}

	@Test
	void fleetsDoNotWaitForEachOther() throws Exception {
		assertThat(new JdbcRestartPermits(pool(), "orders", 1).acquire("host-1")).isTrue();
		JdbcRestartPermits billing = new JdbcRestartPermits(pool(), "billing", 1);
		assertThat(billing.acquire("host-2")).isTrue();
		billing.release("host-1", "host-1");
		assertThat(billing.renew("host-1")).isFalse();
		assertThat(billing.held()).extracting(RestartPermit::holder).containsExactly("host-2");
	}

	@Test
	void releaseByHolderLeavesNoRow() throws Exception {
		JdbcRestartPermits permits = permits(1);
		permits.acquire("host-1");
		permits.release("host-1", "host-1");
		permits.release("host-1", "host-1");
		assertThat(count("")).isZero();
		assertThat(permits.acquire("host-2")).isTrue();
	}

	@Test
	void releaseByOperatorIsRecorded() throws Exception {
		JdbcRestartPermits permits = permits(1);
		for (int i = 0; i < 2; i++) {
			permits.acquire("host-1");
			permits.release("host-1", "alice on host-3" + "!".repeat(300));
			assertThat(permits.held()).isEmpty();
			assertThat(permits.renew("host-1")).isFalse();
		}
		assertThat(permits.acquire("host-2")).isTrue();
		permits.release("host-1", "bob on host-3");
		assertThat(count("where holder = 'host-1' and slot is null and released_at >= since"
				+ " and released_by like 'alice on host-3!%'"))
			.isEqualTo(2);
		assertThat(permits.held()).extracting(RestartPermit::holder).containsExactly("host-2");
	}

	@Test
	void renewEndsSilence() throws Exception {
		JdbcRestartPermits permits = permits(1);
		assertThat(permits.renew("host-1")).isFalse();
		permits.acquire("host-1");
		this.database.execute("update jdaemon_restart_permit set seen = seen - interval '40' minute");
		assertThat(permits.held().get(0).silence()).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(41));
		assertThat(permits.renew("host-1")).isTrue();
		assertThat(permits.held().get(0).silence()).isLessThan(Duration.ofMinutes(1));
		this.database.execute("update jdaemon_restart_permit set seen = seen - interval '40' minute");
		assertThat(permits.acquire("host-1")).isTrue();
		assertThat(permits.held().get(0).silence()).isLessThan(Duration.ofMinutes(1));
		assertThat(count("")).isOne();
	}

	@Test
	void silenceOfClockThatWasSetBackIsZero() throws Exception {
		permits(1).acquire("host-1");
		this.database.execute("update jdaemon_restart_permit set seen = seen + interval '1' hour");
		assertThat(permits(1).held().get(0).silence()).isZero();
	}

	@Test
	void heldIsInTheOrderOfTheGrants() throws Exception {
		JdbcRestartPermits permits = permits(5);
		for (int i = 5; i > 0; i--) {
			permits.acquire("host-" + i);
		}
		assertThat(permits.held()).extracting(RestartPermit::holder)
			.containsExactly("host-5", "host-4", "host-3", "host-2", "host-1");
	}

	@Test
	void longNamesFit() throws Exception {
		JdbcRestartPermits permits = new JdbcRestartPermits(pool(), "f".repeat(100), 1);
		String holder = "h".repeat(64) + ":/" + "d".repeat(4095);
		assertThat(permits.acquire(holder)).isTrue();
		assertThat(permits.acquire(holder)).isTrue();
		assertThat(permits.held()).extracting(RestartPermit::holder).containsExactly(holder);
	}

	@ParameterizedTest
	@ValueSource(strings = { "acquire", "release", "revoke", "renew", "held" })
	void everyMethodCreatesMissingTable(String method) throws Exception {
		JdbcRestartPermits permits = permits(1);
		switch (method) {
			case "acquire" -> assertThat(permits.acquire("host-1")).isTrue();
			case "release" -> permits.release("host-1", "host-1");
			case "revoke" -> permits.release("host-1", "alice");
			case "renew" -> assertThat(permits.renew("host-1")).isFalse();
			default -> assertThat(permits.held()).isEmpty();
		}
		assertThat(count("")).isEqualTo(method.equals("acquire") ? 1 : 0);
	}

	@Test
	void missingTableIsCreatedByManyAtOnce() throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(8);
		List<Callable<Boolean>> hosts = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			JdbcRestartPermits permits = permits(8);
			String holder = "host-" + i;
			permits.acquire(holder);
			hosts.add(() -> {
				barrier.await();
				permits.held();
				return permits.renew(holder);
			});
		}
		for (int round = 0; round < 10; round++) {
			this.database.execute("drop table jdaemon_restart_permit");
			for (Future<Boolean> host : this.threads.invokeAll(hosts)) {
				assertThat(host.get()).isFalse();
			}
		}
	}

	@Test
	void whenTableMayNotBeCreatedSaysWhatToDo() throws Exception {
		JdbcRestartPermits guest = new JdbcRestartPermits(this.database.guest(), "orders", 1);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> guest.acquire("host-1"))
			.withMessageMatching("The database has no table jdaemon_restart_permit, and its user (?i:guest) cannot"
					+ " create it: [^\n]*(permission denied for schema|Not enough rights)[^\n]*\\."
					+ " Create it with the statements that the command fleet-schema prints\\.");
	}

	@Test
	void userRequiresOnlyTheRightsInTheSchema() throws Exception {
		JdbcRestartPermits guest = new JdbcRestartPermits(this.database.guest(), "orders", 1);
		assertThat(JdbcRestartPermits.schema()).contains("SELECT, INSERT, UPDATE and DELETE");
		this.database.execute(JdbcRestartPermits.schema(),
				"grant select, insert, update, delete on jdaemon_restart_permit to guest");
		assertThat(guest.acquire("host-1")).isTrue();
		assertThat(guest.acquire("host-2")).isFalse();
		assertThat(guest.renew("host-1")).isTrue();
		assertThat(guest.held()).hasSize(1);
		guest.release("host-1", "alice");
		guest.release("host-1", "host-1");
		assertThat(guest.held()).isEmpty();
	}

	@Test
	void tableMayBeAnywhereInTheSearchPath() throws Exception {
		assumeTrue(this.product == Product.POSTGRESQL);
		permits(1).acquire("host-1");
		this.database.execute("grant select, insert, update, delete on jdaemon_restart_permit to guest");
		PGSimpleDataSource guest = (PGSimpleDataSource) this.database.guest();
		guest.setCurrentSchema("pg_temp," + guest.getCurrentSchema());
		assertThat(new JdbcRestartPermits(guest, "orders", 1).acquire("host-2")).isFalse();
		assertThat(new JdbcRestartPermits(guest, "orders", 1).renew("host-1")).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "true, TRANSACTION_READ_COMMITTED", "false, TRANSACTION_READ_COMMITTED",
			"false, TRANSACTION_REPEATABLE_READ", "false, TRANSACTION_SERIALIZABLE", "true, TRANSACTION_SERIALIZABLE" })
	void poolGetsBackWhatItLent(boolean autoCommit, String isolation) throws Exception {
		HikariDataSource pool = pool(1, autoCommit, isolation);
		JdbcRestartPermits permits = new JdbcRestartPermits(pool, "orders", 1);
		assertThat(permits.acquire("host-1")).isTrue();
		assertThat(permits.acquire("host-2")).isFalse();
		assertThat(permits.renew("host-1")).isTrue();
		permits.release("host-1", "host-1");
		assertThat(permits.acquire("host-2")).isTrue();
		// Another connection sees it.
		assertThat(permits(1).held()).extracting(RestartPermit::holder).containsExactly("host-2");
		if (this.product == Product.POSTGRESQL) {
			assertThat(count("pg_stat_activity", "where state like 'idle in transaction%'")).isZero();
		}
		try (Connection connection = pool.getConnection()) {
			assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
			assertThat(connection.getNetworkTimeout()).isZero();
		}
	}

	@Test
	void connectionWithoutPoolIsLeftAsItWasAfterFailure() throws Exception {
		assumeTrue(this.product == Product.POSTGRESQL);
		Connection connection = this.database.guest().getConnection();
		connection.setAutoCommit(false);
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> new JdbcRestartPermits(new LentConnection(connection), "orders", 1).held());
		assertThat(connection.getAutoCommit()).isFalse();
		assertThat(connection.getNetworkTimeout()).isZero();
		assertThat(connection.createStatement().execute("select 1")).isTrue();
		connection.close();
	}

	@ParameterizedTest
	@CsvSource({ "1, TRANSACTION_READ_COMMITTED", "3, TRANSACTION_READ_COMMITTED", "3, TRANSACTION_SERIALIZABLE" })
	void racingHoldersNeverHoldMoreThanThePermits(int slots, String isolation) throws Exception {
		int holders = 32;
		permits(slots).held();
		AtomicInteger rounds = new AtomicInteger(isolation.equals(SERIALIZABLE) ? 200 : 1000);
		AtomicInteger holding = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		HikariDataSource pool = pool(holders, true, isolation);
		List<Future<?>> races = new ArrayList<>();
		for (int i = 0; i < holders; i++) {
			String holder = "host-" + i;
			JdbcRestartPermits permits = new JdbcRestartPermits(pool, "orders", slots);
			races.add(this.threads.submit(() -> {
				while (rounds.get() > 0) {
					if (permits.acquire(holder)) {
						most.accumulateAndGet(holding.incrementAndGet(), Math::max);
						assertThat(permits.renew(holder)).isTrue();
						rounds.decrementAndGet();
						holding.decrementAndGet();
						permits.release(holder, holder);
					}
				}
				return null;
			}));
		}
		int seen = 0;
		try (Connection watch = this.database.owner().getConnection(); var statement = watch.createStatement()) {
			while (!races.stream().allMatch(Future::isDone)) {
				try (var rows = statement.executeQuery("select count(*), count(distinct holder)"
						+ " from jdaemon_restart_permit where slot is not null")) {
					rows.next();
					assertThat(rows.getInt(2)).isEqualTo(rows.getInt(1));
					seen = Math.max(seen, rows.getInt(1));
				}
			}
		}
		for (Future<?> race : races) {
			race.get();
		}
		assertThat(most.get()).isBetween(1, slots);
		assertThat(seen).isLessThanOrEqualTo(slots);
		assertThat(count("")).isZero();
	}

	// Otherwise, of those that come at once, all but one would be refused.
	@Test
	void holdersBeginWithDifferentSlots() throws Exception {
		JdbcRestartPermits permits = permits(3);
		Set<Object> slots = new HashSet<>();
		for (int i = 0; i < 9; i++) {
			assertThat(permits.acquire("host-" + i)).isTrue();
			slots.add(this.database.value("select slot from jdaemon_restart_permit"));
			permits.release("host-" + i, "host-" + i);
		}
		assertThat(slots).containsExactlyInAnyOrder(1, 2, 3);
	}

	@Test
	void acquireIsOneRoundTrip() throws Exception {
		assumeTrue(this.product == Product.POSTGRESQL);
		JdbcRestartPermits setUp = permits(1);
		setUp.acquire("host-1");
		try (RoundTrips trips = new RoundTrips(server.port())) {
			PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.owner();
			dataSource.setPortNumbers(new int[] { trips.port() });
			Connection connection = dataSource.getConnection();
			connection.setAutoCommit(false);
			JdbcRestartPermits permits = new JdbcRestartPermits(new LentConnection(connection), "orders", 1);
			trips.take();
			assertThat(permits.acquire("host-2")).isFalse();
			assertThat(trips.take()).as("refused").isOne();
			assertThat(permits.acquire("host-1")).isTrue();
			assertThat(trips.take()).as("held already").isOne();
			setUp.release("host-1", "host-1");
			assertThat(permits.acquire("host-2")).isTrue();
			assertThat(trips.take()).as("granted").isOne();
			permits.held();
			permits.renew("host-2");
			permits.release("host-2", "host-2");
			assertThat(trips.take()).isEqualTo(3);
			connection.close();
		}
	}

	@Test
	void whenTransactionHoldsSlotAcquireWaitsForIt() throws Exception {
		JdbcRestartPermits permits = permits(1);
		permits.held();
		try (Connection other = this.database.owner().getConnection(); var statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("insert into jdaemon_restart_permit (fleet, slot, holder, since, seen)"
					+ " values ('orders', 1, 'host-2', current_timestamp, current_timestamp)");
			Future<Boolean> attempt = this.threads.submit(() -> permits.acquire("host-1"));
			if (this.product == Product.POSTGRESQL) {
				Awaitility.await()
					.until(() -> count("pg_stat_activity", "where wait_event_type = 'Lock' and state = 'active'") > 0);
			}
			other.commit();
			assertThat(attempt.get(30, TimeUnit.SECONDS)).isFalse();
		}
	}

	@Test
	void whenDatabaseRestartsNextCallWorks() throws Exception {
		assumeTrue(this.product == Product.POSTGRESQL);
		try (Connection connection = this.database.owner().getConnection()) {
			JdbcRestartPermits permits = new JdbcRestartPermits(new LentConnection(connection), "orders", 1);
			assertThat(permits.acquire("host-1")).isTrue();
			server.restart();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> permits.renew("host-1"));
		}
		assertThat(permits(1).renew("host-1")).isTrue();
		assertThat(permits(1).acquire("host-2")).isFalse();
	}

	@Test
	void otherDatabaseIsRefused() {
		DataSource other = new LentConnection(OtherDatabase.connection("MySQL"));
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> new JdbcRestartPermits(other, "orders", 1).held())
			.withMessage("The database is MySQL; permits of a fleet can be in PostgreSQL or H2. Define a bean of type"
					+ " RestartPermits, or set jdaemon.fleet.fleet-lock-url.");
	}

	private JdbcRestartPermits permits(int maxParallel) {
		return new JdbcRestartPermits(pool(), "orders", maxParallel);
	}

	private DataSource pool() {
		return pool(1, true, "TRANSACTION_READ_COMMITTED");
	}

	private HikariDataSource pool(int size, boolean autoCommit, String isolation) {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(this.database.owner());
		pool.setMaximumPoolSize(size);
		pool.setMinimumIdle(0);
		pool.setAutoCommit(autoCommit);
		pool.setTransactionIsolation(isolation);
		this.pools.add(pool);
		return pool;
	}

	private long count(String where) throws SQLException {
		return count("jdaemon_restart_permit", where);
	}

	private long count(String table, String where) throws SQLException {
		return (Long) this.database.value("select count(*) from " + table + " " + where);
	}

	enum Product {

		H2, POSTGRESQL

	}

}
