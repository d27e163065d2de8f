package dev.llmdriver.benchmarks.jmh;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Tokens;
import dev.llmdriver.benchmarks.rawvertx.Json;
import dev.llmdriver.benchmarks.rawvertx.Lines;
import dev.llmdriver.benchmarks.server.Bodies;
import dev.llmdriver.http.HotPath;
import dev.llmdriver.http.StreamDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a stream to the texts of its tokens: all numbers are for one token. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class DecodeBenchmark {
    private static final int TOKENS = 512;
    /** As the socket brings them: not where chunks end. */
    private static final int PIECE = 4096;

    /** What is spoken: server-sent events, JSON lines, server-sent events with CRLF. */
    @Param
    public Protocol protocol;

    private final ChatRequest request = ChatRequest.of("Hello");
    private final List<byte[]> pieces = new ArrayList<>();
    private LlmProvider provider;
    private ChatModel model;
    private Json json;

    @Setup
    public void open() throws IOException {
        byte[] body = Bodies.stream(protocol, TOKENS);
        for (int at = 0; at < body.length; at += PIECE) {
            pieces.add(Arrays.copyOfRange(body, at, Math.min(body.length, at + PIECE)));
        }
        provider = Models.provider(protocol);
        model = Models.model(provider);
        json = new Json(protocol);
        int wanted = Tokens.text(TOKENS).length();
        if (driver() != wanted || jacksonByHand() != wanted) {
            throw new IllegalStateException("a decoder lost some of the text");
        }
    }

    @TearDown
    public void close() {
        provider.close();
    }

    /** The driver's decoder: texts, finish reason, usage, tool calls, errors. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public int driver() throws IOException {
        Characters characters = new Characters();
        StreamDecoder decoder = HotPath.decoder(model, request);
        for (byte[] piece : pieces) {
            decoder.data(piece, 0, piece.length, characters);
        }
        decoder.end(characters);
        return characters.count();
    }

    /** The floor: Jackson's streaming parser, which stops at the text. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public int jacksonByHand() {
        Characters characters = new Characters();
        Lines lines = new Lines(json, characters);
        for (byte[] piece : pieces) {
            lines.feed(piece);
        }
        return characters.count();
    }
}
