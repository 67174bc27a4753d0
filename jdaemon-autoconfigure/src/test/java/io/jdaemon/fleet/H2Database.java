package io.jdaemon.fleet;

import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;

/**
 * H2 in the memory of the test.
 */
final class H2Database implements PermitDatabase {

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

	H2Database() throws Exception {
		execute("set db_close_delay -1", "create user guest password ''");
	}

	@Override
	public DataSource owner() {
		return as("sa");
	}

	@Override
	public DataSource guest() {
		return as("guest");
	}

	private DataSource as(String user) {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl(this.url);
		dataSource.setUser(user);
		dataSource.setPassword("");
		return dataSource;
	}

}
