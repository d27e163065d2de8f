package dev.llmdriver.http.internal;

import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Option;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes HTTP clients. */
final class Clients {
    private static final int HTTP2_CONNECTION_WINDOW = 32 * 1024 * 1024;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private Clients() {}

    /** Notes what is wrong with the options that concern clients. */
    static void check(DriverOptions options, List<String> faults) {
        options.get(HttpOptions.TLS_TRUST_STORE).flatMap(TrustStore::fault).ifPresent(faults::add);
        positive(options, HttpOptions.POOL_SIZE, faults);
        positive(options, HttpOptions.MAX_BODY_BYTES, faults);
        positive(options, HttpOptions.MAX_EVENT_BYTES, faults);
    }

    private static void positive(DriverOptions options, Option<Integer> option, List<String> faults) {
        int value = options.get(option).orElseThrow();
        if (value < 1) {
            faults.add(option.name() + " must be at least 1, but is " + value);
        }
    }

    /** {@return a client with its own pool of so many connections} */
    static HttpClientAgent client(Vertx vertx, DriverOptions options, boolean tls, int size) {
        return vertx.httpClientBuilder()
                .with(tls ? withTls(options) : common())
                .with(new PoolOptions().setHttp1MaxSize(size).setHttp2MaxSize(1))
                // Calls hear of a broken connection anyway; without a handler Vert.x would log it as severe.
                .withConnectHandler(connection -> connection.exceptionHandler(ignored -> {}))
                .build();
    }

    private static HttpClientOptions common() {
        return new HttpClientOptions().setKeepAlive(true).setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
    }

    /** HTTP/2 only where TLS agrees on it: nothing asks for an upgrade without. */
    private static HttpClientOptions withTls(DriverOptions options) {
        boolean insecure = options.get(HttpOptions.TLS_INSECURE).orElse(false);
        HttpClientOptions client = common().setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setTrustAll(insecure)
                .setVerifyHost(!insecure)
                .setSslHandshakeTimeout(handshake(options).toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                // Streams of one connection share its window: a slow reader must not starve the others.
                .setHttp2ConnectionWindowSize(HTTP2_CONNECTION_WINDOW);
        options.get(HttpOptions.TLS_TRUST_STORE).ifPresent(path -> client.setTrustOptions(TrustStore.read(path)));
        return client;
    }

    /** A call gives up by its own clock; a handshake that ended before it would be taken for one that was refused. */
    static Duration handshake(DriverOptions options) {
        return options.get(CommonOptions.CONNECT_TIMEOUT)
                .map(connect -> connect.plusSeconds(1))
                .filter(longer -> longer.compareTo(HANDSHAKE) > 0)
                .orElse(HANDSHAKE);
    }
}
