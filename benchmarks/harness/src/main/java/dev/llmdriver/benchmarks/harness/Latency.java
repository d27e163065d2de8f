package dev.llmdriver.benchmarks.harness;

/** Keeps so many requests in flight and tells how long they took, and what the server's process used for them. */
final class Latency implements Run.Workload {
    private static final int WARM_WIDTH = 16;

    @Override
    public void measure(Run run, Row row) throws Exception {
        Arguments arguments = run.arguments();
        boolean stream = arguments.has("stream");
        int tokens = arguments.number("tokens", 100);
        String prefix = arguments.text("prefix", "");
        Loop warm = new Loop(run.client(), stream, tokens, WARM_WIDTH, prefix, nanos -> {});
        warm.verify();
        warm.run(arguments.number("warmup", 6000));
        Lateness took = new Lateness();
        Loop loop = new Loop(run.client(), stream, tokens, run.setup().concurrency(), prefix, took::add);
        Meter meter = Meter.start(arguments);
        loop.run(arguments.number("measure", 6000));
        Meter.Used used = meter.stop(row);
        loop.outcome(row);
        row.put("perSecond", used.perSecond(loop.good()));
        row.put("tokens", loop.good() * tokens);
        row.put("p50Ms", took.millis(0.5)).put("p99Ms", took.millis(0.99));
    }
}
