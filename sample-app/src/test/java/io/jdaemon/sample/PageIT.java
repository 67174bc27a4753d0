package io.jdaemon.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the sample application in a browser, on the newest of the JDKs to test on.
 */
@Execution(ExecutionMode.SAME_THREAD)
class PageIT {

	private static final String EXEC = "[data-strategy=exec]";

	private static final String HANDOVER = "[data-strategy=handover]";

	private static final String NEWS = "#news";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk = Jdk.newest();

	@Test
	void restartsFailNoRequestAndStopFailsThem() {
		SampleDaemon sample = this.bench.sample(this.jdk);
		try (Browser browser = new Browser(this.bench)) {
			ProcFs first = sample.started();
			open(browser, sample);
			browser.screen(1000, 830, false);
			awaitServed(browser, 30);
			browser.run("window.said = []; new MutationObserver(() => said.push(news.textContent))"
					+ ".observe(document.getElementById('news'), { childList: true });");

			// By keyboard alone
			browser.type(Keys.TAB);
			assertFocused(browser, EXEC);
			browser.type(Keys.ENTER);
			awaitNews(browser, "Restarted by exec", " in .* s, with a pause of .* s for new connections: generation 1, "
					+ "still process " + first.pid() + "\\. No requests have failed\\.");
			assertFocused(browser, EXEC);
			assertThat(browser.text("#pid")).isEqualTo("" + first.pid());
			assertThat(browser.text("#generation")).isEqualTo("1");
			assertThat(sample.process().number("generation")).isOne();
			awaitServed(browser, 20);

			browser.element(HANDOVER).click();
			awaitNews(browser, "Restarted by handover",
					" in .* s: generation 2, process \\d+ after " + first.pid() + "\\. No requests have failed\\.");
			assertThat(browser.text("#pid")).isEqualTo("" + sample.daemon().pid()).isNotEqualTo("" + first.pid());
			assertThat(browser.text("#generation")).isEqualTo("2");
			patiently().until(() -> !first.alive());
			awaitServed(browser, 20);

			assertThat(browser.elements("#strip b")).extracting((mark) -> mark.getAttribute("data-text"))
				.containsExactly("restart by exec", "generation 1", "restart by handover", "generation 2");
			assertThat(browser.text("#counts")).matches("sent \\d+, failed 0, slowest \\d+ ms");
			assertThat(browser.elements("#strip .failed")).isEmpty();
			assertThat(browser.run("return said.map((text) => text.split(' ').slice(0, 3).join(' ')).join()"))
				.isEqualTo("Restarting by exec,Restarted by exec,Restarting by handover,Restarted by handover");
			browser.assertNoErrors();
			browser.picture(Path.of("target/page.png"));
			if (Boolean.getBoolean("jdaemon.write-pages")) {
				browser.picture(Path.of("../docs/images/page.png"));
			}

			assertThat(sample.command("stop").status()).isZero();
			patiently().until(() -> number(browser, "failed") >= 5);
			assertThat(browser.elements("#strip .failed")).isNotEmpty();
			browser.element(EXEC).click();
			awaitNews(browser, "The request for the restart has failed.", " \\d+ requests have failed\\.");
			ProcFs next = sample.started();
			awaitNews(browser, "Process " + next.pid() + " was started.", " \\d+ requests have failed\\.");
		}
		assertThat(sample.command("stop").status()).isZero();
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void pageIsAccessibleEverywhereButInFrame() {
		SampleDaemon sample = this.bench.sample(this.jdk);
		try (Browser browser = new Browser(this.bench)) {
			sample.started();
			open(browser, sample);
			awaitServed(browser, 5);
			assertThat(browser.element(NEWS).getAriaRole()).isEqualTo("status");
			assertThat(browser.elements("button")).extracting(WebElement::getAccessibleName)
				.containsExactly("Restart by exec", "Restart by handover", "Pause");
			String light = assertFits(browser, "light");
			assertThat(assertFits(browser, "dark")).isNotEqualTo(light);

			browser.run("document.body.innerHTML = '<iframe src=\"/\"></iframe>'");
			browser.enterFrame();
			awaitServed(browser, 5);
			browser.run("document.querySelector('" + EXEC + "').click()");
			assertThat(browser.text(NEWS)).isEqualTo("To restart it, open this page in a window of its own.");
			awaitServed(browser, 10);
			assertThat(sample.generation()).isZero();
		}
	}

	// On a desktop and on a phone
	private static String assertFits(Browser browser, String scheme) {
		browser.prefer(scheme);
		for (int width : List.of(1000, 320)) {
			browser.screen(width, 780, width < 500);
			browser.assertAccessible();
			assertThat(browser.run("return document.documentElement.scrollWidth")).as(scheme)
				.isEqualTo(browser.run("return document.documentElement.clientWidth"));
			browser.picture(Path.of("target/page-" + scheme + "-" + width + ".png"));
		}
		return browser.element("body").getCssValue("background-color");
	}

	private static void open(Browser browser, SampleDaemon sample) {
		browser.open("http://127.0.0.1:" + sample.port() + "/");
		patiently().until(() -> "false".equals(browser.element(EXEC).getAttribute("aria-disabled")));
	}

	private static void assertFocused(Browser browser, String selector) {
		WebElement focused = browser.focused();
		assertThat(focused).isEqualTo(browser.element(selector));
		assertThat(focused.getCssValue("outline-style")).isEqualTo("solid");
	}

	private static void awaitServed(Browser browser, int more) {
		int sent = number(browser, "sent") + more;
		patiently().until(() -> number(browser, "sent") >= sent && browser.elements("#strip .waiting").size() < 2);
	}

	private static void awaitNews(Browser browser, String beginning, String rest) {
		patiently().until(() -> browser.text(NEWS).startsWith(beginning));
		assertThat(browser.text(NEWS)).matches(Pattern.quote(beginning) + rest);
	}

	private static int number(Browser browser, String count) {
		return Integer.parseInt(browser.text("#" + count));
	}

}
