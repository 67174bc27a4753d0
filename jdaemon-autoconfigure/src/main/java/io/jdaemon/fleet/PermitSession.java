package io.jdaemon.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Makes each statement on a connection a transaction of its own, with a time limit, until
 * it is closed, which leaves the connection as it was.
 */
final class PermitSession implements AutoCloseable {

	private static final int STATEMENT_SECONDS = 10;

	// A database that the network has cut off does not respond to a cancellation either.
	private static final int NETWORK_SECONDS = 15;

	private final Connection connection;

	private final PermitStatements statements;

	private final boolean autoCommit;

	private final int networkTimeout;

	PermitSession(Connection connection) throws SQLException {
		this.connection = connection;
		this.statements = PermitStatements.of(connection);
		this.autoCommit = connection.getAutoCommit();
		this.networkTimeout = connection.getNetworkTimeout();
		connection.setNetworkTimeout(Runnable::run, (int) TimeUnit.SECONDS.toMillis(NETWORK_SECONDS));
		// Costs nothing while there is no transaction, unlike a commit after the
		// statement.
		connection.setAutoCommit(true);
	}

	<T> T query(String sql, Rows<T> rows, Object... parameters) throws SQLException {
		try (PreparedStatement statement = prepare(sql, parameters); ResultSet result = statement.executeQuery()) {
			return rows.read(result);
		}
	}

	int update(String sql, Object... parameters) throws SQLException {
		try (PreparedStatement statement = prepare(sql, parameters)) {
			return statement.executeUpdate();
		}
	}

	private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
		PreparedStatement statement = this.connection.prepareStatement(sql);
		limit(statement);
		for (int i = 0; i < parameters.length; i++) {
			statement.setObject(i + 1, parameters[i]);
		}
		return statement;
	}

	void create(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			limit(statement);
			statement.execute(sql);
		}
	}

	private static void limit(Statement statement) throws SQLException {
		statement.setQueryTimeout(STATEMENT_SECONDS);
	}

	PermitStatements statements() {
		return this.statements;
	}

	String user() throws SQLException {
		return this.connection.getMetaData().getUserName();
	}

	@Override
	public void close() throws SQLException {
		this.connection.setAutoCommit(this.autoCommit);
		this.connection.setNetworkTimeout(Runnable::run, this.networkTimeout);
	}

	/**
	 * Reads the rows of a query.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Rows<T> {

		T read(ResultSet result) throws SQLException;

	}

}
