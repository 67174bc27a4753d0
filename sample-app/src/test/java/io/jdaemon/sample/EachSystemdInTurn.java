package io.jdaemon.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test as {@link EachSystemd} does; the JDKs take turns, and the test takes the
 * one of the run.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Thorough
@ParameterizedTest(name = "systemd {0}, JDK {1}")
@MethodSource("io.jdaemon.sample.SystemdVersion#testedInTurn")
@interface EachSystemdInTurn {

}
