package io.jdaemon.neighbours.jobs;

import io.jdaemon.DaemonInfo;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.quartz.QuartzJobBean;

/**
 * Works for a while each second, and records when and in which process.
 */
@DisallowConcurrentExecution
class RunJob extends QuartzJobBean {

	private static final long WORK = 300;

	private final JdbcClient database;

	private final DaemonInfo process;

	RunJob(JdbcClient database, DaemonInfo process) {
		this.database = database;
		this.process = process;
	}

	@Override
	protected void executeInternal(JobExecutionContext context) throws JobExecutionException {
		long id = this.database
			.sql("insert into run (pid, generation, began) values (?, ?, clock_timestamp()) returning id")
			.params(this.process.pid(), this.process.generation())
			.query(Long.class)
			.single();
		try {
			Thread.sleep(WORK);
		}
		catch (InterruptedException ex) {
			throw new JobExecutionException(ex);
		}
		this.database.sql("update run set ended = clock_timestamp() where id = ?").param(id).update();
	}

}
