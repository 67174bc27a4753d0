package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Chromium without a window, which reaches nothing but 127.0.0.1. Its profile is in the
 * directory of the test, and its processes end with the test.
 */
final class Browser implements AutoCloseable {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	// Without Selenium's own bindings of each version it logs a warning, and works.
	private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

	private final ChromeDriver driver;

	/**
	 * Start the browser, or skip the test where it is missing.
	 * @param bench the test
	 */
	Browser(Workbench bench) {
		assumeTrue((Files.exists(CHROMIUM) && Files.exists(DRIVER)) || System.getenv("JDAEMON_REQUIRE_BROWSER") != null,
				"chromium and chromium-driver are not installed");
		SELENIUM.setLevel(Level.SEVERE);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toFile());
		options.addArguments("--headless=new", "--no-first-run", "--disable-background-networking",
				"--disable-component-update", "--disable-sync", "--disable-gpu", "--disable-dev-shm-usage",
				"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1000,800",
				"--user-data-dir=" + bench.directory().resolve("profile"));
		if (Home.isRoot()) {
			// Its sandbox refuses to run as root.
			options.addArguments("--no-sandbox");
		}
		Map<String, String> environment = new HashMap<>(bench.environment());
		environment.put("PATH", System.getenv("PATH"));
		// With both paths given, Selenium looks for nothing and downloads nothing.
		this.driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile())
			.usingAnyFreePort()
			.withEnvironment(environment)
			.withSilent(true)
			.build(), options);
		this.driver.manage().timeouts().scriptTimeout(Waiting.PATIENCE);
	}

	void open(String address) {
		this.driver.get(address);
	}

	WebElement element(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> elements(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	String text(String selector) {
		return element(selector).getText();
	}

	Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	void type(Keys key) {
		new Actions(this.driver).sendKeys(key).perform();
	}

	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	/** Go into the first frame of the page. */
	void enterFrame() {
		this.driver.switchTo().frame(0);
	}

	/**
	 * Set what the user prefers.
	 * @param scheme light or dark
	 */
	void prefer(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Set the size of the screen, in CSS pixels.
	 * @param width the width
	 * @param height the height
	 * @param mobile whether it is that of a phone
	 */
	void screen(int width, int height, boolean mobile) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", mobile));
	}

	/**
	 * Write a picture of the screen.
	 * @param file a PNG
	 */
	void picture(Path file) {
		try {
			Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Check the page by axe-core, as the guidelines WCAG require it. */
	void assertAccessible() {
		this.driver.executeScript(axe());
		Object violations = this.driver.executeAsyncScript("const done = arguments[0];"
				+ "axe.run().then((found) => done(found.violations.map((one) => JSON.stringify(one))))");
		assertThat(violations).isEqualTo(List.of());
	}

	private static String axe() {
		try (var script = Browser.class.getResourceAsStream("/axe.min.js")) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Check that neither a script nor a request of the page has failed. */
	void assertNoErrors() {
		assertThat(this.driver.manage().logs().get(LogType.BROWSER)).isEmpty();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
