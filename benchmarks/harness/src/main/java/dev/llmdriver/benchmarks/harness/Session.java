package dev.llmdriver.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Calls and unpaced streams. Several contestants take turns, so this one waits for lines
 * {@code warm|measure calls|stream width millis} and answers each with a row. Warming may use all cores of the
 * measurement; for measuring all threads are bound to one.
 */
final class Session implements Run.Workload {
    private static final int CALL_TOKENS = 100;
    private static final int STREAM_TOKENS = 500;
    private static final int QUIET_SECONDS = 2;

    private final Map<String, Loop> loops = new HashMap<>();
    private final Set<String> verified = new HashSet<>();

    @Override
    public void measure(Run run, Row unused) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Row row = new Row();
            try {
                obey(run, line.split(" "), row);
            } catch (Exception e) {
                e.printStackTrace();
                row.put("error", String.valueOf(e));
            }
            row.print();
        }
    }

    private void obey(Run run, String[] words, Row row) throws Exception {
        boolean stream = words[1].equals("stream");
        int width = Integer.parseInt(words[2]);
        long millis = Long.parseLong(words[3]);
        int tokens = stream ? STREAM_TOKENS : CALL_TOKENS;
        Loop loop = loops.computeIfAbsent(words[1] + width, key -> new Loop(run.client(), stream, tokens, width));
        if (verified.add(words[1])) {
            loop.verify();
        }
        if (words[0].equals("warm")) {
            row.put("lastJitMs", loop.runUntilCompiled(millis, QUIET_SECONDS));
        } else {
            Pin.around(run.arguments(), () -> loop.run(500));
            measure(run, loop, millis, row);
        }
    }

    private static void measure(Run run, Loop loop, long millis, Row row) throws Exception {
        Jvm.ALLOCATION.bytes();
        Jvm.sleep(100);
        loop.reset();
        long connections = ServerStatistics.all(run.setup()).number("connsOpened");
        Meter meter = Meter.start(run.arguments());
        loop.run(millis);
        Meter.Used used = meter.stop(row);
        // The question itself is a connection, too.
        row.put("newConns", ServerStatistics.all(run.setup()).number("connsOpened") - connections - 1);
        loop.outcome(row);
        if (loop.isStream()) {
            double tokens = (double) loop.good() * loop.tokens();
            row.put("piecesPerToken", loop.pieces() / tokens).put("tokensPerSec", used.perSecond(tokens));
            row.put("cpuUsPerToken", used.cpuMicrosPer(tokens)).put("allocPerToken", used.bytesPer(tokens));
        } else {
            double calls = loop.good();
            row.put("callsPerSec", used.perSecond(calls));
            row.put("cpuUsPerCall", used.cpuMicrosPer(calls)).put("allocPerCall", used.bytesPer(calls));
        }
    }
}
