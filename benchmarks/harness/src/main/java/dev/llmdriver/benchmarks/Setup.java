package dev.llmdriver.benchmarks;

/**
 * What a contestant is opened with.
 *
 * @param protocol what to speak
 * @param host the server's host
 * @param port the server's port
 * @param concurrency the most requests that will be in flight at once: size pools for it
 */
public record Setup(Protocol protocol, String host, int port, int concurrency) {
    /** {@return the server's scheme, host and port} */
    public String origin() {
        return "http://" + host + ":" + port;
    }
}
