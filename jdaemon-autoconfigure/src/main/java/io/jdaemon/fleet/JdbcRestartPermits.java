package io.jdaemon.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

import io.jdaemon.RestartPermit;
import io.jdaemon.RestartPermits;
import io.jdaemon.posix.Reason;
import io.jdaemon.shutdown.DaemonThreads;

/**
 * The permits of a fleet in a table of the application's database: a slot belongs to one
 * holder because the table is unique in it, and the only clock is the database's. The
 * table is created when a statement misses it. Nothing is open between two calls.
 */
public final class JdbcRestartPermits implements RestartPermits {

	// Serialization failures and deadlocks; another that took the slot; H2's concurrent
	// update
	private static final Set<String> RACES = Set.of("40001", "40P01", "23505", "90131");

	// PostgreSQL; H2, the last for an empty database
	private static final Set<String> MISSING = Set.of("42P01", "42S02", "42S03", "42S04");

	private static final int ATTEMPTS = 10;

	// In milliseconds; of those that have raced, each waits for another time.
	private static final int LONGEST_PAUSE = 20;

	private static final int RELEASED_BY = 200;

	private final DataSource dataSource;

	private final String fleet;

	private final int maxParallel;

	/**
	 * Create the permits of a fleet.
	 * @param dataSource of the application: PostgreSQL or H2
	 * @param fleet the name of the fleet
	 * @param maxParallel how many holders may have a permit at a time, where this
	 * instance acquires one
	 */
	public JdbcRestartPermits(DataSource dataSource, String fleet, int maxParallel) {
		this.dataSource = dataSource;
		this.fleet = fleet;
		this.maxParallel = maxParallel;
	}

	/**
	 * The statements that create the table of the permits.
	 * @return SQL, with comments
	 */
	public static String schema() {
		return """
				-- The permits of fleets, for PostgreSQL and H2.
				-- The application's user of the database requires the rights SELECT, INSERT, UPDATE and DELETE on the table.
				"""
				+ PermitStatements.CREATE + ";\n";
	}

	@Override
	public boolean acquire(String holder) throws SQLException {
		int first = 1 + Math.floorMod(holder.hashCode(), this.maxParallel);
		try {
			return call((session) -> session.query(session.statements().acquire(), ResultSet::next, this.fleet, holder,
					this.maxParallel, first));
		}
		catch (SQLException ex) {
			if (isIn(RACES, ex)) {
				return false;
			}
			throw ex;
		}
	}

	@Override
	public void release(String holder, String releasedBy) throws SQLException {
		repeatedly((session) -> releasedBy.equals(holder) ? session.update(PermitStatements.RELEASE, this.fleet, holder)
				: session.update(PermitStatements.REVOKE,
						releasedBy.substring(0, Math.min(releasedBy.length(), RELEASED_BY)), this.fleet, holder));
	}

	@Override
	public boolean renew(String holder) throws SQLException {
		return repeatedly((session) -> session.update(PermitStatements.RENEW, this.fleet, holder)) > 0;
	}

	@Override
	public List<RestartPermit> held() throws SQLException {
		return repeatedly((session) -> session.query(PermitStatements.HELD, JdbcRestartPermits::permits, this.fleet));
	}

	private static List<RestartPermit> permits(ResultSet rows) throws SQLException {
		List<RestartPermit> permits = new ArrayList<>();
		while (rows.next()) {
			permits.add(new RestartPermit(rows.getString("holder"),
					rows.getObject("since", OffsetDateTime.class).toInstant(),
					// A transaction may see what has been written after it began.
					Duration.ofMillis(Math.max(0, rows.getLong("silence")))));
		}
		return List.copyOf(permits);
	}

	private <T> T repeatedly(Work<T> work) throws SQLException {
		for (int attempt = 1;; attempt++) {
			try {
				return call(work);
			}
			catch (SQLException ex) {
				if (attempt == ATTEMPTS || !isIn(RACES, ex)) {
					throw ex;
				}
				DaemonThreads.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(attempt * LONGEST_PAUSE)));
			}
		}
	}

	private <T> T call(Work<T> work) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PermitSession session = new PermitSession(connection)) {
			try {
				return work.in(session);
			}
			catch (SQLException ex) {
				if (!isIn(MISSING, ex)) {
					throw ex;
				}
				return createAndRepeat(work, session);
			}
		}
	}

	// If several create the table at once, PostgreSQL refuses all but one, with one of
	// several errors. Whether there is a table now is all that counts.
	private static <T> T createAndRepeat(Work<T> work, PermitSession session) throws SQLException {
		SQLException refused = null;
		try {
			session.create(PermitStatements.CREATE);
		}
		catch (SQLException ex) {
			refused = ex;
		}
		try {
			return work.in(session);
		}
		catch (SQLException ex) {
			if (refused == null || !isIn(MISSING, ex)) {
				throw ex;
			}
			throw new SQLException("The database has no table " + PermitStatements.TABLE + ", and its user "
					+ session.user() + " cannot create it: " + Reason.of(refused).lines().findFirst().orElse("")
					+ ". Create it with the statements that the command fleet-schema prints.", refused);
		}
	}

	private static boolean isIn(Set<String> states, SQLException ex) {
		return ex.getSQLState() != null && states.contains(ex.getSQLState());
	}

	/**
	 * What is done on a connection; repeated where the table was missing.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	private interface Work<T> {

		T in(PermitSession session) throws SQLException;

	}

}
