package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.PATIENCE;
import static dev.llmdriver.server.Stage.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take their time over an answer that is whole, and larger than what connections hold. */
@Timeout(180)
class SlowReaderTest {
    private static final int LARGE = 20_000_000;
    private static final Duration READ_TIME = Duration.ofSeconds(10);

    private final ManualScheduler clock = new ManualScheduler();

    private Stage open() throws Exception {
        Stage stage = Stage.open(
                builder -> builder.scheduler(clock).readTimeout(READ_TIME).drainTime(READ_TIME.minusSeconds(1)));
        stage.scripted.model.enqueue(ScriptedAnswer.of("#".repeat(LARGE)));
        return stage;
    }

    /** {@return a connection of a client that has asked, and whose whole answer was handed to it} */
    private Socket answered(Stage stage) throws IOException {
        Socket client = stage.connect(CHAT, asking("scripted:m", ""));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (stage.scripted.model.requests().isEmpty() || clock.pendingAlarms() == 0) {
            assertThat(System.nanoTime()).as("there is no answer").isLessThan(end);
            Thread.onSpinWait(); // until the clock runs for the next request
        }
        return client;
    }

    /** {@return how many bytes came until the connection ended} */
    private static long count(Socket client) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        long count = 0;
        try {
            for (int read = 0; read >= 0; read = client.getInputStream().read(bytes)) {
                count += read;
            }
        } catch (SocketException cut) {
            // an end, too
        }
        return count;
    }

    @Test
    void whoTakesNothingIsCutOffWhileTheServerRuns() throws Exception {
        try (Stage stage = open();
                Socket client = answered(stage)) {
            clock.advance(READ_TIME);
            clock.advance(READ_TIME);
            assertThat(count(client)).isLessThan(LARGE);
        }
    }

    @Test
    void theRestOfTheDrainTimeIsForThoseWhoReadSlowly() throws Exception {
        try (Stage stage = open();
                Socket client = answered(stage)) {
            CompletableFuture<Void> ended = stage.server.shutdown();
            clock.advance(stage.server.drainTime().minusMillis(1));
            assertThat(count(client)).isGreaterThan(LARGE);
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void whoTakesNothingDoesNotKeepTheServerFromItsEnd() throws Exception {
        try (Stage stage = open();
                Socket client = answered(stage)) {
            CompletableFuture<Void> ended = stage.server.shutdown();
            clock.advance(stage.server.drainTime());
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(count(client)).isLessThan(LARGE);
        }
    }
}
