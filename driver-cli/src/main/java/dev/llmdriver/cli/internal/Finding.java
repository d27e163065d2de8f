package dev.llmdriver.cli.internal;

import dev.llmdriver.Health;
import dev.llmdriver.error.LlmException;
import java.util.Locale;

/**
 * What was found out about a provider.
 *
 * @param provider its name
 * @param status {@code up}, {@code starting}, {@code down}, {@code unknown}, {@code idle} or {@code wrong}
 * @param detail what was seen
 * @param remedy what to do; empty if nothing need be done
 * @param exitCode how the command ends because of it
 */
record Finding(String provider, String status, String detail, String remedy, int exitCode) {
    /** Asks a provider how it is. */
    static Finding of(Session session, String provider) {
        try {
            Health health = Waiting.on(session.provider(provider).health());
            String status = health.status().name().toLowerCase(Locale.ROOT);
            return new Finding(provider, status, seen(health), health.remedy(), exitCode(session, provider, health));
        } catch (LlmException failure) {
            return new Finding(provider, "wrong", String.valueOf(failure.getMessage()), "", ExitCodes.of(failure));
        }
    }

    /** The message of an error ends with what to do, which is told once. */
    private static String seen(Health health) {
        String detail = health.detail();
        String repeated = "; " + health.remedy();
        return detail.endsWith(repeated) ? detail.substring(0, detail.length() - repeated.length()) : detail;
    }

    private static int exitCode(Session session, String provider, Health health) {
        return switch (health.status()) {
            case UP, UNKNOWN -> ExitCodes.FINE;
            case STARTING -> ExitCodes.PROVIDER;
            case DOWN -> session.lacksKey(provider, health.remedy()) ? ExitCodes.AUTHENTICATION : ExitCodes.PROVIDER;
        };
    }
}
