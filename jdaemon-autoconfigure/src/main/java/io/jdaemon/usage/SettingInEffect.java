package io.jdaemon.usage;

/**
 * A setting for the command help.
 *
 * @param property the name of the property
 * @param value its value
 * @param origin where it was set, or that it was not
 */
public record SettingInEffect(String property, String value, String origin) {

}
