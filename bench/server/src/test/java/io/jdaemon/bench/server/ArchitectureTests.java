package io.jdaemon.bench.server;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Holds the wall around jdaemon: an application uses the API alone.
 */
class ArchitectureTests {

	@Test
	void onlyTheApiOfJdaemonIsUsed() {
		noClasses().should()
			.dependOnClassesThat(resideInAPackage("io.jdaemon..")
				.and(resideOutsideOfPackages("io.jdaemon", "io.jdaemon.bench.server")))
			.check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
				.importPackages("io.jdaemon.bench.server"));
	}

}
