package io.jdaemon.neighbours;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the wall around jdaemon: the applications use its API only.
 */
class ArchitectureTests {

	@Test
	void onlyTheApiOfJdaemonIsUsed() {
		JavaClasses classes = new ClassFileImporter()
			.importPaths(Stream.of(Application.values()).map(Application::classes).toList());
		assertThat(classes).hasSizeGreaterThan(Application.values().length);
		noClasses().should()
			.dependOnClassesThat(resideInAPackage("io.jdaemon..")
				.and(resideOutsideOfPackages("io.jdaemon", "io.jdaemon.neighbours..", "io.jdaemon.bench..")))
			.check(classes);
	}

}
