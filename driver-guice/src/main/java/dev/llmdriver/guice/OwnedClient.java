package dev.llmdriver.guice;

import dev.llmdriver.client.LlmClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client of one module: made once, closed once. Thread-safe. */
final class OwnedClient implements AutoCloseable {
    private @Nullable LlmClient client;
    private final List<Thread> hooks = new ArrayList<>();
    private boolean closed;

    synchronized LlmClient open(Supplier<LlmClient> source) {
        if (closed) {
            throw new IllegalStateException("this LlmModule is closed; make a new one for a new injector");
        }
        if (client != null) {
            throw new IllegalStateException("this LlmModule serves an injector already; give each injector its own");
        }
        LlmClient opened = source.get();
        client = opened;
        return opened;
    }

    /** {@return what closes it when the JVM ends, unless it is closed before} */
    synchronized Thread closeAtShutdown() {
        Thread hook = new Thread(this::close, "llm-driver-shutdown");
        if (!closed) {
            Runtime.getRuntime().addShutdownHook(hook);
            hooks.add(hook);
        }
        return hook;
    }

    @Override
    public void close() {
        hooks().forEach(OwnedClient::callOff);
        LlmClient open = take();
        if (open != null) {
            open.close();
        }
    }

    private synchronized List<Thread> hooks() {
        List<Thread> all = List.copyOf(hooks);
        hooks.clear();
        return all;
    }

    /** The JVM would keep it, the client and all its classes, though the application was taken out of a server that goes on. */
    private static void callOff(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) { // the JVM is at it, and perhaps this is the very thread
        }
    }

    private synchronized @Nullable LlmClient take() {
        closed = true;
        return client;
    }
}
