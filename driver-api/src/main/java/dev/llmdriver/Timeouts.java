package dev.llmdriver;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long the phases of one attempt may take. What is not set here is taken from the provider's options, then from the driver's
 * defaults: connect 5 s, first token 60 s (streams only), idle 120 s. The deadline of the whole call is {@link ChatRequest#deadline()}.
 * Immutable.
 */
public final class Timeouts {
    private static final Timeouts UNSET = new Timeouts(null, null, null);

    private final @Nullable Duration connect;
    private final @Nullable Duration firstToken;
    private final @Nullable Duration idle;

    private Timeouts(@Nullable Duration connect, @Nullable Duration firstToken, @Nullable Duration idle) {
        this.connect = connect;
        this.firstToken = firstToken;
        this.idle = idle;
    }

    /** {@return timeouts of which none is set} */
    public static Timeouts unset() {
        return UNSET;
    }

    /**
     * Sets the time to open a connection, TLS included.
     *
     * @param connect more than zero
     * @return a copy with it
     */
    public Timeouts withConnect(Duration connect) {
        return new Timeouts(positive("connect", connect), firstToken, idle);
    }

    /**
     * Sets the time from sending the request to the first content of a stream.
     *
     * @param firstToken more than zero
     * @return a copy with it
     */
    public Timeouts withFirstToken(Duration firstToken) {
        return new Timeouts(connect, positive("first-token", firstToken), idle);
    }

    /**
     * Sets the time between two pieces of content. The clock stands still while the reader asks for nothing.
     *
     * @param idle more than zero
     * @return a copy with it
     */
    public Timeouts withIdle(Duration idle) {
        return new Timeouts(connect, firstToken, positive("idle", idle));
    }

    /**
     * Fills what is not set here.
     *
     * @param defaults where to take it from
     * @return the merged timeouts
     */
    public Timeouts orElse(Timeouts defaults) {
        return new Timeouts(
                connect == null ? defaults.connect : connect,
                firstToken == null ? defaults.firstToken : firstToken,
                idle == null ? defaults.idle : idle);
    }

    /** {@return the time to open a connection} */
    public Optional<Duration> connect() {
        return Optional.ofNullable(connect);
    }

    /** {@return the time to the first content of a stream} */
    public Optional<Duration> firstToken() {
        return Optional.ofNullable(firstToken);
    }

    /** {@return the time between two pieces of content} */
    public Optional<Duration> idle() {
        return Optional.ofNullable(idle);
    }

    private static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("the " + name + " timeout must be more than zero: " + value);
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Timeouts that
                && Objects.equals(connect, that.connect)
                && Objects.equals(firstToken, that.firstToken)
                && Objects.equals(idle, that.idle);
    }

    @Override
    public int hashCode() {
        return Objects.hash(connect, firstToken, idle);
    }

    @Override
    public String toString() {
        return "Timeouts[connect=" + connect + ", firstToken=" + firstToken + ", idle=" + idle + "]";
    }
}
