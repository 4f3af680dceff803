package dev.doorward.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What of Doorward is said in an application's own configuration; all else is in {@code
 * doorward.yaml}.
 *
 * @param enabled whether it stands before the application
 * @param config a path, or a name behind {@code classpath:}
 */
@ConfigurationProperties("doorward")
public record DoorwardProperties(@DefaultValue("true") boolean enabled, @Nullable String config) {}
