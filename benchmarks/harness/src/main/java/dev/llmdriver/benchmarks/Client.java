package dev.llmdriver.benchmarks;

import java.util.Optional;

/**
 * An open client. A blocking method returns after {@link Sink#done()} or {@link Sink#fail}; one that does not block
 * returns at once and calls the sink from any thread, one call at a time. Blocking methods are run on as many platform
 * threads as the workload is wide.
 */
public interface Client extends AutoCloseable {
    /** {@return whether {@link #call} blocks} */
    boolean blockingCall();

    /** {@return whether {@link #stream} blocks} */
    boolean blockingStream();

    /** One request without streaming; the whole text goes to the sink in one piece. */
    void call(String model, String prompt, Sink sink) throws Exception;

    /** One streaming request. A library that can cancel says so with {@link Sink#cancelBy} as soon as it has a handle. */
    void stream(String model, String prompt, Sink sink) throws Exception;

    /** What a consumer that does not block can ask for. */
    interface Demand {
        /** Asks for as many texts more. */
        void request(long texts);
    }

    /**
     * One streaming request that delivers no more texts than were asked for: for libraries whose API has demand.
     *
     * @return how to ask, or nothing where the API has no demand
     */
    default Optional<Demand> streamOnDemand(String model, String prompt, Sink sink) throws Exception {
        return Optional.empty();
    }

    @Override
    void close();
}
