package io.jdaemon;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Marks tests that use the real kernel: pipes, locks, spawned processes, signals,
 * memfd_create(2) or sockets. They run on Linux only, and -DexcludedGroups=kernel leaves
 * them out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
@Tag("kernel")
@EnabledOnOs(OS.LINUX)
public @interface KernelTest {

}
