package io.jdaemon.neighbours.jobs;

import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A job that runs every second.
 */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

	@Bean
	JobDetail job() {
		return JobBuilder.newJob(RunJob.class).withIdentity("run").storeDurably().build();
	}

	@Bean
	Trigger everySecond(JobDetail job) {
		return TriggerBuilder.newTrigger()
			.forJob(job)
			.withSchedule(SimpleScheduleBuilder.repeatSecondlyForever())
			.build();
	}

}
