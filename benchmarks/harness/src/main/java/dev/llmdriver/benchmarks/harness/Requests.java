package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;

/** Starts requests as the client wants them started. */
final class Requests {
    static final String PROMPT =
            "Explain asynchronous programming to a colleague who has only ever written blocking code. "
                    + "Use a short list, one example with an \"event loop\", and finish with a summary of two sentences.";

    private Requests() {}

    /** Starts a stream and returns; one that blocks gets a thread of its own. */
    static void startStream(Client client, String model, Sink sink) {
        if (client.blockingStream()) {
            daemon("bench-stream", () -> stream(client, model, sink));
        } else {
            stream(client, model, sink);
        }
    }

    private static void stream(Client client, String model, Sink sink) {
        try {
            client.stream(model, PROMPT, sink);
        } catch (Throwable e) { // also a class that a library misses
            sink.fail(e);
        }
    }

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
