package io.jdaemon.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test class on each {@linkplain Jdk#tested() JDK to test on}, which its
 * constructor takes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "JDK {0}")
@MethodSource("io.jdaemon.sample.Jdk#tested")
@interface EachJdk {

}
