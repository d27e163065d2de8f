package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Setup;
import dev.llmdriver.benchmarks.Wall;

/** One stream in a fresh process, timed from the moment at which the runner started it. */
final class Cold {
    private static final int TOKENS = 20;

    private Cold() {}

    static void measure(Contestant contestant, Setup setup, Arguments arguments) throws Exception {
        long atMain = Wall.now();
        long start = Long.parseLong(arguments.text("t0"));
        Answer answer = new Answer();
        Client client = contestant.open(setup);
        client.stream("bench-" + TOKENS + "-0", Requests.PROMPT, answer);
        boolean ended = answer.await();
        double lastToken = Wall.millisSince(start);
        client.close();
        String difference = answer.difference(TOKENS);
        Throwable failure = answer.failure();
        Row row = new Row();
        row.outcome(
                difference == null ? 1 : 0,
                difference == null ? 0 : 1,
                failure == null && ended ? 0 : 1,
                failure == null ? difference : failure.toString());
        row.put("mainMs", (atMain - start) / 1e6).put("firstTokenMs", (answer.firstAt() - start) / 1e6);
        row.put("lastTokenMs", lastToken).put("closedMs", Wall.millisSince(start));
        row.put("cpuMs", Proc.cpu("self").millis()).put("threads", Proc.status("Threads"));
        row.put("rssMiB", Proc.mebibytes("VmRSS")).put("rssPeakMiB", Proc.mebibytes("VmHWM"));
        row.print();
        if (arguments.has("exit")) {
            System.exit(0); // only wanted for the archive of classes that is written at the end
        }
    }
}
