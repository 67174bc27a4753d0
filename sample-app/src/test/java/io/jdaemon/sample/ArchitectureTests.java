package io.jdaemon.sample;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the wall around jdaemon: an application uses its API only.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.jdaemon.sample");

	// What the AOT processing generates has two underscores in its name.
	@Test
	void onlyTheApiOfJdaemonIsUsed() {
		assertThat(CLASSES).isNotEmpty();
		noClasses().that()
			.haveNameNotMatching(".*__.*")
			.should()
			.dependOnClassesThat(
					resideInAPackage("io.jdaemon..").and(resideOutsideOfPackages("io.jdaemon", "io.jdaemon.sample..")))
			.check(CLASSES);
	}

}
