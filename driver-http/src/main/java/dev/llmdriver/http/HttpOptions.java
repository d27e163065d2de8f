package dev.llmdriver.http;

import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Option;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Options that every HTTP driver has beside the {@link CommonOptions}. */
public final class HttpOptions {
    /** The proxy; without it {@code https_proxy}, {@code http_proxy} and {@code no_proxy} of the environment count. */
    public static final Option<URI> PROXY =
            Option.url("proxy", "the proxy, such as http://host:3128; default: https_proxy, http_proxy and no_proxy");

    /** The proxy's user. */
    public static final Option<String> PROXY_USER = Option.string("proxy-user", "the proxy's user");

    /** The proxy's password. */
    public static final Option<Secret> PROXY_PASSWORD = Option.secret("proxy-password", "the proxy's password");

    /** Certificates to trust in place of the JVM's. */
    public static final Option<String> TLS_TRUST_STORE =
            Option.string("tls.trust-store", "a PEM file of certificates to trust in place of the JVM's");

    /** No check of the server's certificate and name. */
    public static final Option<Boolean> TLS_INSECURE = Option.flag(
                    "tls.insecure", "true accepts any certificate and host name: for tests only, default false")
            .withDefault(false);

    /** A key over an unprotected connection. */
    public static final Option<Boolean> ALLOW_CLEARTEXT = Option.flag(
                    "allow-cleartext-key", "true sends the key to hosts other than this one without TLS, default false")
            .withDefault(false);

    /** The most bytes of an answer, decompressed. */
    public static final Option<Integer> MAX_BODY_BYTES = Option.integer(
                    "max-body-bytes", "the most bytes of a whole answer, decompressed, default 67108864 (64 MiB)")
            .withDefault(64 * 1024 * 1024);

    /** The most bytes of one event of a stream. */
    public static final Option<Integer> MAX_EVENT_BYTES = Option.integer(
                    "max-event-bytes", "the most bytes of one event of a stream, default 16777216 (16 MiB)")
            .withDefault(16 * 1024 * 1024);

    /** The most connections. */
    public static final Option<Integer> POOL_SIZE = Option.integer(
                    "pool-size", "the most connections to one host at a time; further calls wait, default 1024")
            .withDefault(1024);

    /** Whose event loops to use. */
    public static final Option<Vertx> VERTX =
            Option.codeOnly("vertx", Vertx.class, "whose event loops to use; never closed by the driver");

    private HttpOptions() {}

    /** {@return all of them and the common ones} */
    public static Set<Option<?>> all() {
        Set<Option<?>> all = new HashSet<>(CommonOptions.all());
        all.addAll(Set.of(
                PROXY,
                PROXY_USER,
                PROXY_PASSWORD,
                TLS_TRUST_STORE,
                TLS_INSECURE,
                ALLOW_CLEARTEXT,
                MAX_BODY_BYTES,
                MAX_EVENT_BYTES,
                POOL_SIZE,
                VERTX));
        return Set.copyOf(all);
    }

    /**
     * Adds a driver's own options.
     *
     * @param own options of its own, and common ones with the driver's default or environment variables, which replace the plain ones
     * @return what a driver's {@code options()} gives back
     */
    public static Set<Option<?>> with(Option<?>... own) {
        Set<Option<?>> all = new HashSet<>(Arrays.asList(own)); // options are equal by name: the first one stays
        all.addAll(all());
        return Set.copyOf(all);
    }

    /**
     * Checks what a driver was given, and that nothing is missing.
     *
     * @param options what was configured
     * @param known what the driver understands
     * @param required what must be set, for there is no default
     * @throws ConfigurationException with every fault
     */
    public static void check(DriverOptions options, Set<Option<?>> known, Option<?>... required) {
        List<String> faults = new ArrayList<>(options.faults(known));
        for (Option<?> option : required) {
            if (!options.isSet(option) && option.defaultValue().isEmpty()) {
                faults.add(missing(option, options.providerName()));
            }
        }
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(faults);
        }
    }

    private static String missing(Option<?> option, String provider) {
        String variables = option.environment().isEmpty()
                ? ""
                : ", or the environment's " + String.join(" or ", option.environment());
        return "option '" + option.name() + "' of provider '" + provider + "' is missing (" + option.help()
                + "); set it" + variables;
    }
}
