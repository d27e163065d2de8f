package dev.llmdriver.cli.internal;

import static dev.llmdriver.cli.internal.LlmProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real command, killed without warning while it works. More and other kills: {@code -Dllm.batch.kills=50 -Dllm.batch.seed=7}. */
@Timeout(1800)
@DisabledOnOs(OS.WINDOWS)
class BatchProcessTest {
    private static final int KILLS = Integer.getInteger("llm.batch.kills", 4);
    private static final long SEED = Long.getLong("llm.batch.seed", 1);
    private static final int CONCURRENCY = 3;
    private static final int LINES = 10 + 4 * KILLS;

    @TempDir
    private Path folder;

    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Random random = new Random(SEED);
    private HuggingFaceTwin twin;
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile Round round = new Round(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /**
     * How many requests of one run are answered; all others wait for ever. At one of them somebody shall act. A run is
     * known by its key: what one that was killed had sent may be read as late as in the next.
     */
    private final class Round {
        private final String key = "hf_round" + rounds.incrementAndGet();
        private final int answered;
        private final int awaited;
        private final CountDownLatch reached = new CountDownLatch(1);
        private int seen;

        Round(int answered, int awaited) {
            this.answered = answered;
            this.awaited = awaited;
        }

        synchronized boolean isSilent(RecordedRequest request) {
            if (!request.header("authorization").equals(Optional.of("Bearer " + key))) {
                return true;
            }
            seen++;
            if (seen == awaited) {
                reached.countDown();
            }
            return seen > answered;
        }
    }

    @BeforeEach
    void start() throws IOException {
        twin = HuggingFaceTwin.start();
        twin.on(this::isToBeLeftWaiting, request -> Reply.silence());
        twin.answers(request -> TwinAnswer.of("re " + prompt(request)));
        Files.write(
                folder.resolve("in.jsonl"),
                IntStream.rangeClosed(1, LINES)
                        .mapToObj(line -> "{\"id\":\"id-" + line + "\",\"prompt\":\"question " + line + "\"}")
                        .toList());
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    private boolean isToBeLeftWaiting(RecordedRequest request) {
        if (!request.path().endsWith("/chat/completions")) {
            return false;
        }
        asked.merge(prompt(request), 1, Integer::sum);
        return round.isSilent(request);
    }

    private static String prompt(RecordedRequest request) {
        return request.json().path("messages").path(0).path("content").asText();
    }

    private Process batch() throws IOException {
        return new LlmProcess(folder)
                .start(
                        "batch",
                        "in.jsonl",
                        "out.jsonl",
                        "-m",
                        "huggingface:twin/echo",
                        "-P",
                        "base-url=" + twin.v1(),
                        "-P",
                        "api-key=" + round.key,
                        "-o",
                        "max-attempts=1",
                        "-o",
                        "connect-timeout=60s",
                        "--concurrency",
                        "" + CONCURRENCY);
    }

    private List<String> output() throws IOException {
        Path out = folder.resolve("out.jsonl");
        return Files.exists(out) ? Files.readString(out).lines().toList() : List.of();
    }

    /** Waits for lines of the output, told by the file system, and looks from time to time in case it forgets to tell. */
    private void awaitOutput(int lines) throws IOException, InterruptedException {
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (output().size() < lines) {
                assertThat(System.nanoTime()).as("%s lines of output", lines).isLessThan(end);
                WatchKey changed = watch.poll(100, TimeUnit.MILLISECONDS);
                if (changed != null) {
                    changed.pollEvents();
                    changed.reset();
                }
            }
        }
    }

    private void awaitRequest() throws InterruptedException {
        assertThat(round.reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("request %s", round.awaited)
                .isTrue();
    }

    /** Lets some be answered, and kills as the twin sees a request, or as an answer stands in the output. */
    private void runAndKill(boolean atRequest) throws Exception {
        int before = output().size();
        int answered = random.nextInt(5);
        round = new Round(answered, atRequest ? 1 + random.nextInt(answered + CONCURRENCY) : answered + CONCURRENCY);
        Process process = batch();
        try {
            awaitRequest();
            if (!atRequest) {
                awaitOutput(before + random.nextInt(answered + 1));
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(LlmProcess.exitCode(process)).as("killed").isEqualTo(137);
    }

    private int runToTheEnd() throws Exception {
        round = new Round(Integer.MAX_VALUE, Integer.MAX_VALUE);
        return LlmProcess.exitCode(batch());
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException torn) {
            throw new AssertionError("not JSON: " + line, torn);
        }
    }

    private void assertWhole(int kills) throws IOException {
        List<JsonNode> results = output().stream().map(BatchProcessTest::json).toList();
        assertThat(results).hasSize(LINES);
        int more = 0;
        for (int line = 1; line <= LINES; line++) {
            JsonNode result = results.get(line - 1);
            assertThat(result.path("line").asInt()).isEqualTo(line);
            assertThat(result.path("id").asText()).isEqualTo("id-" + line);
            assertThat(result.path("text").asText()).isEqualTo("re question " + line);
            int requests = asked.getOrDefault("question " + line, 0);
            assertThat(requests).isPositive();
            if (!result.path("possiblyBilledTwice").asBoolean()) {
                assertThat(requests).as("line %s is not listed", line).isEqualTo(1);
            }
            more += requests - 1;
        }
        assertThat(more).as("requests sent again").isLessThanOrEqualTo(kills * CONCURRENCY);
    }

    @Test
    void everyAnswerIsWrittenOnceWhereverItIsKilled() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(kill % 2 == 0);
        }
        assertThat(runToTheEnd()).as(new LlmProcess(folder).errors()).isZero();
        assertWhole(KILLS);
        assertThat(new LlmProcess(folder).errors()).contains("they may be billed twice");
        Map<String, Integer> before = Map.copyOf(asked);
        assertThat(runToTheEnd()).as("nothing is left to do").isZero();
        assertThat(asked).isEqualTo(before);
    }

    @Test
    void ctrlCStopsSayingHowToGoOnAndWhatIsUnderWayIsListed() throws Exception {
        round = new Round(4, 4 + CONCURRENCY);
        Process process = batch();
        awaitRequest();
        awaitOutput(4);
        LlmProcess.interrupt(process);
        assertThat(LlmProcess.exitCode(process)).isEqualTo(130);
        assertThat(new LlmProcess(folder).errors()).contains("note: the batch was stopped; run the same command again");
        assertThat(output()).hasSize(4);
        assertThat(runToTheEnd()).isZero();
        assertWhole(1);
        List<String> listed = new ArrayList<>();
        output().stream()
                .map(BatchProcessTest::json)
                .filter(result -> result.path("possiblyBilledTwice").asBoolean())
                .forEach(result -> listed.add(result.path("line").asText()));
        assertThat(listed).hasSize(CONCURRENCY);
        assertThat(new LlmProcess(folder).errors())
                .contains("lines " + listed.stream().collect(Collectors.joining(", ")) + " had been sent");
    }
}
