package io.jdaemon.bench.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.jdaemon.bench.daemon.Strategy;

/**
 * What the daemon is compared with.
 *
 * @param rounds how often each is started and restarted; 0 if nothing is compared
 * @param strategies which of jdaemon's strategies are compared
 * @param springCloudJar the same application with Spring Cloud's restart
 * @param picture where to write the picture; nowhere if empty
 */
public record ComparisonOptions(int rounds, List<Strategy> strategies, Path springCloudJar, Optional<Path> picture) {

}
