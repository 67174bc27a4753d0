package io.jdaemon;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the walls between the packages.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.jdaemon");

	@Test
	void classesAreThoseOfTheModule() {
		assertThat(CLASSES).extracting(JavaClass::getPackageName)
			.contains("io.jdaemon.posix", "io.jdaemon.process", "io.jdaemon.lifecycle", "io.jdaemon.boot",
					"io.jdaemon.actuate", "io.jdaemon.autoconfigure");
		assertThat(CLASSES).extracting(JavaClass::getSimpleName).noneMatch((name) -> name.endsWith("Tests"));
	}

	@Test
	void dependenciesPointOneWay() {
		check(layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("posix")
			.definedBy("io.jdaemon.posix..")
			.layer("process")
			.definedBy("io.jdaemon.process..")
			.layer("sockets")
			.definedBy("io.jdaemon.sockets..")
			.layer("lifecycle")
			.definedBy("io.jdaemon.lifecycle..")
			.layer("boot")
			.definedBy("io.jdaemon.boot..")
			.layer("actuate")
			.definedBy("io.jdaemon.actuate..")
			.layer("autoconfigure")
			.definedBy("io.jdaemon.autoconfigure..")
			.whereLayer("autoconfigure")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("actuate")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("boot")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("lifecycle")
			.mayOnlyBeAccessedByLayers("boot", "actuate", "autoconfigure")
			.whereLayer("sockets")
			.mayOnlyBeAccessedByLayers("lifecycle", "boot", "autoconfigure")
			.whereLayer("process")
			.mayOnlyBeAccessedByLayers("sockets", "lifecycle", "boot")
			.whereLayer("posix")
			.mayOnlyBeAccessedByLayers("process", "sockets", "lifecycle", "boot"));
	}

	@Test
	void packagesAreFreeOfCycles() {
		check(slices().matching("io.jdaemon.(*)..").should().beFreeOfCycles());
	}

	@Test
	void coreKnowsNothingOfSpring() {
		check(noClasses().that()
			.resideInAnyPackage("io.jdaemon.posix..", "io.jdaemon.process..", "io.jdaemon.sockets..",
					"io.jdaemon.lifecycle..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.."));
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
	void onlyLifecycleHalts() {
		check(noClasses().that()
			.resideOutsideOfPackage("io.jdaemon.lifecycle..")
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

	private static void check(ArchRule rule) {
		rule.check(CLASSES);
	}

}
