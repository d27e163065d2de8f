package dev.llmdriver.benchmarks.harness;

/**
 * Very many streams at once that each send 20 tokens a second, as people read. They run once before, on all cores, as a process has that
 * serves them: what only so many streams call is compiled then. The second time is measured.
 */
final class Fanout implements Run.Workload {
    @Override
    public void measure(Run run, Row row) throws Exception {
        int width = Math.min(16, run.setup().concurrency());
        Loop warm = new Loop(run.client(), true, 100, width, run.arguments().text("prefix", ""), nanos -> {});
        warm.runUntilCompiled(run.arguments().number("warmup", 4000), 1);
        for (int i = 1; i < run.arguments().number("rounds", 2); i++) {
            new Crowd(run).run();
        }
        Pin.around(run.arguments(), () -> Jvm.sleep(200));
        Crowd crowd = new Crowd(run);
        Meter meter = Meter.start(run.arguments());
        boolean over = crowd.run();
        Meter.Used used = meter.stop(row);
        row.put("allEnded", over ? 1 : 0);
        crowd.report(row, used);
    }
}
