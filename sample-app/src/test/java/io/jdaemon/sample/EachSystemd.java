package io.jdaemon.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test on each {@linkplain SystemdVersion#tested() version of systemd to test on},
 * which the test takes.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Thorough
@ParameterizedTest(name = "systemd {0}")
@MethodSource("io.jdaemon.sample.SystemdVersion#tested")
@interface EachSystemd {

}
