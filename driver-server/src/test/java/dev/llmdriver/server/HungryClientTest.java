package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.ManualScheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that want to use up what the server has: its memory by a body of 100 MB, its connections by saying next to nothing. */
@Timeout(180)
class HungryClientTest {
    private static final long HUGE = 100_000_000;
    private static final int SLOW = 500;
    private static final Duration READ_TIME = Duration.ofSeconds(10);

    private static Socket connect(Stage stage) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static String head(Socket socket) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            while (!read.toString(StandardCharsets.UTF_8).contains("\r\n\r\n")) {
                read.write(Math.max(0, in.read()));
            }
            return read.toString(StandardCharsets.UTF_8);
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    /** {@return how many bytes went out before the connection was closed} */
    private static long pour(OutputStream out, byte[] piece) {
        long sent = 0;
        try {
            while (sent < HUGE) {
                out.write(piece);
                sent += piece.length;
            }
        } catch (IOException closed) {
            // what is wanted
        }
        return sent;
    }

    private static void refused(String length, byte[] piece) throws Exception {
        try (Stage stage = Stage.open(builder -> builder.maxBody(1_000_000));
                Socket socket = connect(stage)) {
            socket.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            CompletableFuture<String> head = CompletableFuture.supplyAsync(() -> head(socket));
            long sent = pour(socket.getOutputStream(), piece);
            assertThat(head.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("connection: close");
            assertThat(sent).isLessThan(HUGE);
            assertThat(stage.get("/v1/models").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsAnnouncedAsTooLargeIsNotRead() throws Exception {
        refused("Content-Length: " + HUGE, new byte[64 * 1024]);
    }

    @Test
    void aBodyThatBecomesTooLargeIsReadNoFurther() throws Exception {
        byte[] piece = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        refused("Transfer-Encoding: chunked", piece);
    }

    private static void say(List<Socket> clients, char one) throws IOException {
        for (Socket each : clients) {
            each.getOutputStream().write(one);
        }
    }

    @Test
    void whoSaysAHeaderByteByByteIsCutOffWhileOthersAreServed() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        List<Socket> slow = new ArrayList<>();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock).readTimeout(READ_TIME))) {
            for (int i = 0; i < SLOW; i++) {
                slow.add(connect(stage));
            }
            say(slow, 'G');
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (clock.pendingAlarms() < SLOW && System.nanoTime() < end) {
                Thread.onSpinWait(); // until the server has seen them all
            }
            clock.advance(READ_TIME.dividedBy(2));
            say(slow, 'E');
            assertThat(stage.get("/v1/models").statusCode()).isEqualTo(200);
            clock.advance(READ_TIME.dividedBy(2));
            for (Socket each : slow) {
                assertThat(each.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(stage.get("/v1/models").statusCode()).isEqualTo(200);
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }
}
