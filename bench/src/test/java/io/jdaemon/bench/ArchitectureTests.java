package io.jdaemon.bench;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the walls between the packages of the bench, and the wall around jdaemon.
 */
class ArchitectureTests {

	private static final String BENCH = "io.jdaemon.bench";

	// From the roof down: a package may use only those that stand after it.
	private static final List<String> FLOORS = Stream
		.of("", ".fleet", ".options", ".picture", ".report", ".comparison", ".load", ".daemon", ".client", ".http")
		.map(BENCH::concat)
		.toList();

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(BENCH);

	@Test
	void floorsAreThePackagesOfTheModule() {
		assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
			.containsExactlyInAnyOrderElementsOf(FLOORS);
		assertThat(CLASSES).extracting(JavaClass::getSimpleName).noneMatch((name) -> name.endsWith("Tests"));
	}

	@ParameterizedTest
	@MethodSource
	void packageUsesOnlyThoseBelow(String name, List<String> above) {
		noClasses().that()
			.resideInAPackage(name)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(above.toArray(String[]::new))
			.check(CLASSES);
	}

	static Stream<Object[]> packageUsesOnlyThoseBelow() {
		return IntStream.range(1, FLOORS.size())
			.mapToObj((floor) -> new Object[] { FLOORS.get(floor), FLOORS.subList(0, floor) });
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching(BENCH + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void onlyTheApiOfJdaemonIsUsedExceptByTheSimulationOfAFleet() {
		noClasses().that()
			.resideOutsideOfPackage(BENCH + ".fleet")
			.should()
			.dependOnClassesThat(
					resideInAPackage("io.jdaemon..").and(resideOutsideOfPackages("io.jdaemon", BENCH + "..")))
			.check(CLASSES);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(CLASSES).extracting(JavaClass::getPackage)
			.isNotEmpty()
			.allMatch((type) -> type.isAnnotatedWith(NullMarked.class));
	}

}
