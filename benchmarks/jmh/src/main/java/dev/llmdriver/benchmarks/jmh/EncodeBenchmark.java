package dev.llmdriver.benchmarks.jmh;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.rawvertx.Json;
import dev.llmdriver.http.HotPath;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From a request to its bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class EncodeBenchmark {
    private static final String PROMPT = "Explain asynchronous programming to a colleague who has only ever written "
            + "blocking code. Use a short list, one example with an \"event loop\", and a summary of two sentences.";

    /** Whose form the request has. */
    @Param
    public Protocol protocol;

    private final ChatRequest request = ChatRequest.of(PROMPT);
    private LlmProvider provider;
    private ChatModel model;
    private Json json;

    @Setup
    public void open() {
        provider = Models.provider(protocol);
        model = Models.model(provider);
        json = new Json(protocol);
    }

    @TearDown
    public void close() {
        provider.close();
    }

    /** The driver: every field has its fate, the address and the headers are made, too. */
    @Benchmark
    public byte[] driver() {
        return HotPath.encode(model, request);
    }

    /** The floor: Jackson's generator and the fields that are there. */
    @Benchmark
    public byte[] jacksonByHand() throws IOException {
        return json.body("bench-500-0", PROMPT, true).getBytes();
    }
}
