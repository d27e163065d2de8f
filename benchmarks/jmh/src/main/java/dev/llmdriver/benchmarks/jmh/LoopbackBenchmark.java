package dev.llmdriver.benchmarks.jmh;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import java.util.ServiceLoader;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whole exchanges over loopback, one at a time; the server is a process of its own. Without a pinned core: see the runner. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class LoopbackBenchmark {
    private static final int TOKENS = 500;

    /** What is spoken. */
    @Param
    public Protocol protocol;

    /** The drivers through their public API with the default chain, or Vert.x by hand. */
    @Param({"llm-driver", "raw-vertx"})
    public String contestant;

    private ServerProcess server;
    private Client client;

    @org.openjdk.jmh.annotations.Setup
    public void open() throws Exception {
        server = ServerProcess.start();
        for (Contestant each : ServiceLoader.load(Contestant.class)) {
            if (each.name().equals(contestant)) {
                client = each.open(new Setup(protocol, "127.0.0.1", server.port(), 1));
            }
        }
    }

    @TearDown
    public void close() {
        client.close();
        server.close();
    }

    /** One call of 100 tokens. */
    @Benchmark
    public int call() throws Exception {
        Exchange exchange = new Exchange();
        client.call("bench-100-0", "Hello", exchange);
        return exchange.await();
    }

    /** One stream of 500 tokens: the numbers are for one token. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public int stream() throws Exception {
        Exchange exchange = new Exchange();
        client.stream("bench-" + TOKENS + "-0", "Hello", exchange);
        return exchange.await();
    }
}
