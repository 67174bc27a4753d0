/**
 * Parts of an application that misbehave, each if a property {@code fault.…} is set. The
 * process tests add them to a copy of the sample application's jar.
 */
package io.jdaemon.sample.fault;
