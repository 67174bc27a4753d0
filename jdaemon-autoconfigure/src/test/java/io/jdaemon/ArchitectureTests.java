package io.jdaemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the dependencies between the packages.
 */
class ArchitectureTests {

	private static final String API = "io.jdaemon";

	// From the top down: a package may use only those after it.
	private static final List<String> FLOORS = Stream
		.of("autoconfigure", "boot", "actuate", "binding", "usage", "unit", "lifecycle", "launch", "fleet", "restart",
				"command", "rehearsal", "warm", "settings", "shutdown", "systemd", "status", "pidfile",
				"sockets.tomcat", "sockets.jetty", "sockets.netty", "sockets", "process", "output", "log", "signals",
				"posix")
		.map((name) -> API + "." + name)
		.toList();

	private static final String[] SPRING = FLOORS.subList(0, 4).toArray(String[]::new);

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(API);

	@Test
	void floorsAreThePackagesOfTheModule() {
		assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
			.containsExactlyInAnyOrderElementsOf(Stream.concat(FLOORS.stream(), Stream.of(API)).toList());
		assertThat(CLASSES).extracting(JavaClass::getSimpleName).noneMatch((name) -> name.endsWith("Tests"));
	}

	@ParameterizedTest
	@MethodSource
	void packageUsesOnlyThoseBelow(String name, List<String> above) {
		check(noClasses().that()
			.resideInAPackage(name)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(above.toArray(String[]::new)));
	}

	static Stream<Object[]> packageUsesOnlyThoseBelow() {
		return IntStream.range(1, FLOORS.size())
			.mapToObj((floor) -> new Object[] { FLOORS.get(floor), FLOORS.subList(0, floor) });
	}

	@Test
	void apiDependsOnNothingOfOurs() {
		check(noClasses().that()
			.resideInAPackage(API)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(FLOORS.toArray(String[]::new)));
	}

	@Test
	void packagesAreFreeOfCycles() {
		check(slices().matching("io.jdaemon.(**)").should().beFreeOfCycles());
	}

	@Test
	void onlyTheGlueKnowsSpring() {
		check(noClasses().that()
			.resideOutsideOfPackages(SPRING)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.."));
	}

	// Spring looks at all methods of an endpoint, also in an application without a web
	// server.
	@Test
	void endpointNeedsNoWebServer() {
		check(noClasses().that()
			.haveSimpleName("RestartEndpoint")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet.."));
	}

	@Test
	void onlyPosixSeesJna() {
		check(noClasses().that()
			.resideOutsideOfPackage("io.jdaemon.posix..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.sun.jna.."));
	}

	@Test
	void posixShowsNoTypesOfJna() {
		check(noClasses().that()
			.resideInAPackage("io.jdaemon.posix..")
			.and()
			.arePublic()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.sun.jna.."));
	}

	@Test
	void onlyBootExits() {
		check(noClasses().that()
			.resideOutsideOfPackage("io.jdaemon.boot..")
			.should()
			.callMethod(System.class, "exit", int.class)
			.orShould()
			.callMethod(Runtime.class, "exit", int.class));
	}

	@Test
	void onlyLifecycleAndRehearsalHalt() {
		check(noClasses().that()
			.resideOutsideOfPackages("io.jdaemon.lifecycle..", "io.jdaemon.rehearsal..")
			.should()
			.callMethod(Runtime.class, "halt", int.class));
	}

	@Test
	void staticFieldsAreFinal() {
		check(fields().that()
			.areStatic()
			.and()
			.areDeclaredInClassesThat(DescribedPredicate.describe("are written by hand",
					(type) -> !type.getModifiers().contains(JavaModifier.SYNTHETIC)))
			.should()
			.beFinal());
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(CLASSES).extracting(JavaClass::getPackage)
			.isNotEmpty()
			.allMatch((type) -> type.isAnnotatedWith(NullMarked.class));
	}

	@Test
	void packagesHaveAtMostTwentyFiles() throws IOException {
		Map<Path, Long> files = sources().stream()
			.collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
		assertThat(files).hasSizeGreaterThan(FLOORS.size())
			.allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(20));
	}

	// JnaPosix is a binding.
	@Test
	void classesHaveAtMostTwoHundredLinesOfCode() throws IOException {
		for (Path source : sources()) {
			if (!source.endsWith("JnaPosix.java")) {
				assertThat(Files.readAllLines(source)).as(source.toString())
					.filteredOn((line) -> !line.isBlank() && !line.strip().matches("(//|/?\\*|import ).*"))
					.hasSizeLessThanOrEqualTo(200);
			}
		}
	}

	// The text of an exception as such begins with the name of its class; see Reason.
	@Test
	void messagesHaveNoNamesOfExceptions() throws IOException {
		assertMatchNowhere("\"\\s*\\+ (ex|cause|thrown)\\b(?![.(])");
	}

	// Spring Boot's pattern for logs shows the last 15 characters. Only threads have
	// names
	// that begin like this.
	@Test
	void namesOfThreadsAreShort() throws IOException {
		assertMatchNowhere("\"jdaemon-[^\"]{8,}\"");
	}

	private static void assertMatchNowhere(String pattern) throws IOException {
		Pattern wrong = Pattern.compile(pattern);
		for (Path source : sources()) {
			assertThat(wrong.matcher(Files.readString(source)).results().map(MatchResult::group)).as(source.toString())
				.isEmpty();
		}
	}

	private static List<Path> sources() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
	}

	private static void check(ArchRule rule) {
		rule.check(CLASSES);
	}

}
