package io.jdaemon.bench.picture;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import io.jdaemon.bench.client.RestartWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThatCode;

/**
 * A picture shows each restart on the same axes, in a file that a page loads quickly.
 */
class RestartPictureTests {

	private static final Panel QUIET = panel("none", List.of(40, 41, 42, 43), List.of(0, 0, 0, 0));

	private static final Panel LOSING = panel("Spring Cloud", List.of(40, 0, 0, 44, 45, 46),
			List.of(0, 30, 50, 0, 0, 0));

	@Test
	void slotsStandAtTheirTime() {
		assertThat(QUIET.times()).containsExactly(new double[] { -0.1, -0.05, 0.0, 0.05 }, within(1e-9));
		assertThat(QUIET.end()).isCloseTo(0.1, within(1e-9));
	}

	@Test
	void axisReachesTheHighestOfBothCounts() {
		assertThat(QUIET.highest()).isEqualTo(43);
		assertThat(LOSING.highest()).isEqualTo(50);
	}

	@Test
	void pictureIsSmallAndWellFormed(@TempDir Path directory)
			throws IOException, ParserConfigurationException, SAXException {
		assumeFonts();
		Path file = directory.resolve("restart.svg");
		Panel minute = panel("exec", Collections.nCopies(1200, 40), Collections.nCopies(1200, 0));
		new RestartPicture(List.of(QUIET, minute, minute, LOSING)).write(file);
		assertThat(Files.size(file)).isLessThan(200_000);
		assertThat(Files.readString(file)).contains("fill:rgb(76,159,216)").containsOnlyOnce("fill:rgb(214,39,40)");
		DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
		documents.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
		assertThat(documents.newDocumentBuilder().parse(file.toFile()).getDocumentElement().getAttribute("viewBox"))
			.isEqualTo("0 0 800 600");
	}

	// A JDK without a font on its machine cannot draw text
	private static void assumeFonts() {
		assumeThatCode(() -> new Font(Font.SANS_SERIF, Font.PLAIN, 11).getStringBounds("text",
				new FontRenderContext(null, true, true)))
			.doesNotThrowAnyException();
	}

	private static Panel panel(String title, List<Integer> responses, List<Integer> failures) {
		return new Panel(title, new RestartWindow(Duration.ofMillis(100), responses, failures));
	}

}
