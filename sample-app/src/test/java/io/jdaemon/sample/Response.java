package io.jdaemon.sample;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An HTTP response of the application.
 *
 * @param status the HTTP status
 * @param body the body
 */
public record Response(int status, String body) {

	/**
	 * A number in a body that is JSON.
	 * @param field the name of its field
	 * @return the number
	 */
	public long number(String field) {
		Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(this.body);
		assertThat(matcher.find()).as(toString()).isTrue();
		return Long.parseLong(matcher.group(1));
	}

}
