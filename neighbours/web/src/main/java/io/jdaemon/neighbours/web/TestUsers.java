package io.jdaemon.neighbours.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * Two users for tests, whose passwords are their names.
 */
@Configuration(proxyBeanMethods = false)
class TestUsers {

	@Bean
	UserDetailsService userDetailsService() {
		return new InMemoryUserDetailsManager(user("olga", "OPERATOR"), user("alice", "USER"));
	}

	private static UserDetails user(String name, String role) {
		return User.withUsername(name).password("{noop}" + name).roles(role).build();
	}

}
