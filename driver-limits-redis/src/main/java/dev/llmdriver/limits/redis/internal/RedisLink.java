package dev.llmdriver.limits.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection, opened when it is needed and again when it was lost; whoever needs it meanwhile shares the attempt. The library's
 * own reconnecting is off: it waits longer and longer, and a server that is back is to be used at once. Thread-safe.
 */
public final class RedisLink {
    private static final long CLOSING_SECONDS = 1;

    private final RedisURI address;
    private final String script;
    private final Duration patience;
    private @Nullable RedisClient client;
    private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;
    private boolean closed;

    /**
     * Connects nowhere yet.
     *
     * @param address of the server
     * @param script what is run there
     * @param patience how long to wait for a connection, and for an answer
     */
    public RedisLink(RedisURI address, String script, Duration patience) {
        this.address = address;
        this.script = script;
        this.patience = patience;
        address.setTimeout(patience);
    }

    /** {@return what the script answers; fails if there is none in time} */
    CompletionStage<List<String>> run(String[] keys, String[] args) {
        return connection()
                .thenCompose(open -> evaluate(open.async(), keys, args).whenComplete((answer, failure) -> {
                    if (cause(failure) instanceof RedisCommandTimeoutException) {
                        open.closeAsync(); // it may lead nowhere, and nothing else would tell
                    }
                }))
                .handle(this::orTold);
    }

    private CompletionStage<List<String>> evaluate(
            RedisAsyncCommands<String, String> commands, String[] keys, String[] args) {
        CompletionStage<List<String>> known =
                commands.evalsha(commands.digest(script), ScriptOutputType.MULTI, keys, args);
        return known.exceptionallyCompose(failure -> cause(failure) instanceof RedisNoScriptException
                ? commands.eval(script, ScriptOutputType.MULTI, keys, args)
                : CompletableFuture.failedFuture(failure));
    }

    private <T> T orTold(@Nullable T answer, @Nullable Throwable failure) {
        if (answer == null) {
            throw new IllegalStateException(
                    "the store of limits at " + this + " did not answer; " + advice(failure), cause(failure));
        }
        return answer;
    }

    private String advice(@Nullable Throwable failure) {
        for (Throwable why = failure; why != null; why = why.getCause()) {
            if (why instanceof SSLException) {
                return "an address with rediss:// needs a Redis that speaks TLS (one that does not has redis://) and shows a certificate"
                        + " of that host which this JVM trusts (javax.net.ssl.trustStore); see the cause";
            }
        }
        // Where one side speaks TLS and the other does not, either may close without a word, or wait for more.
        String other = address.isSsl() ? "no TLS, which needs redis://" : "TLS, which needs rediss://";
        return "is Redis running there, is its password right, or does it speak " + other + "?";
    }

    /** {@return whether a step that failed so was not done at all: nobody could be connected to, or Redis still reads its data} */
    static boolean neverRan(Throwable failure) {
        Throwable told = cause(failure);
        Throwable why = told == null ? null : told.getCause();
        return why instanceof RedisConnectionException || why instanceof RedisLoadingException || isRejected(why);
    }

    /** Of a connection that has ended and not told so yet. Lettuce has no type for it, and one of the same type for what may have run. */
    private static boolean isRejected(@Nullable Throwable why) {
        return why instanceof RedisException && String.valueOf(why.getMessage()).endsWith("Commands are rejected.");
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the store of limits is closed"));
        }
        if (connection == null || isLost(connection)) {
            connection = client().connectAsync(StringCodec.UTF8, address).toCompletableFuture();
        }
        return connection;
    }

    private static boolean isLost(CompletableFuture<StatefulRedisConnection<String, String>> connection) {
        return connection.isCompletedExceptionally()
                || (connection.isDone() && !connection.join().isOpen());
    }

    private RedisClient client() {
        if (client == null) {
            client = RedisClient.create();
            client.setOptions(ClientOptions.builder()
                    .autoReconnect(false)
                    .socketOptions(
                            SocketOptions.builder().connectTimeout(patience).build())
                    .timeoutOptions(TimeoutOptions.enabled(patience))
                    .build());
        }
        return client;
    }

    /** Lets go of the connection, and of the threads. Waits for nothing. */
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.shutdownAsync(0, CLOSING_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** {@return where the server is, without what lets one in} */
    @Override
    public String toString() {
        return address.getHost() + ":" + address.getPort() + "/" + address.getDatabase();
    }
}
