package io.jdaemon.launch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessFacts}.
 */
class ProcessFactsTests {

	@Test
	void parseWhenNameHasParenthesesReadsTheFieldsBehindIt() {
		ProcessFacts facts = ProcessFacts.parse("4711 (tmux: (server)) S 1 4710 4709 34817 -1 4194560 0 0\n", "0::/\n");
		assertThat(facts).isEqualTo(new ProcessFacts(4711, "tmux: (server)", 1, 4710, 4709, true, ""));
	}

	@Test
	void parseWithoutTerminal() {
		assertThat(ProcessFacts.parse("300 (java) S 1 300 300 0 -1 0\n", "").onTerminal()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
			0::/system.slice/orders.service                                          | orders.service
			0::/system.slice/orders.service/workers/1                                | orders.service
			0::/user.slice/user-1000.slice/user@1000.service/app.slice/shell.scope   | shell.scope
			0::/user.slice/user-1000.slice/user@1000.service/app.slice/job.service   | job.service
			0::/../../system.slice/orders.service                                    | orders.service
			9:name=systemd:/;0::/system.slice/orders.service                         | orders.service
			9:name=systemd:/system.slice/orders.service;0::/                         | orders.service
			2:name=openrc:/orders.service;1:cpu:/other.service;0::/                  | ''
			0::/                                                                     | ''
			''                                                                       | ''
			""")
	void parseFindsInnermostUnit(String groups, String unit) {
		String controlGroups = groups.replace(';', '\n');
		assertThat(ProcessFacts.parse("300 (java) S 1 300 300 0 -1 0", controlGroups).unit()).isEqualTo(unit);
	}

}
