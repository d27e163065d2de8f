package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Timeouts;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Our own clocks, on virtual time: nothing here waits. */
class TimeTest extends EndpointTest {
    private final VirtualClock clock = virtualTime();

    @Test
    void firstTokenIsTimedFromSending() throws Exception {
        twin.enqueue(Reply.silence());
        Recorder recorder = Recorder.all(stream());
        twin.takeRequest(SOON);
        awaitAlarmAt(Duration.ofSeconds(60));
        LlmException error = recorder.error();
        assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(error.phase()).isEqualTo(Phase.FIRST_TOKEN);
        assertThat(error).hasMessageContaining("60s").hasMessageContaining("first-token-timeout");
        assertThat(error.attempts()).hasSize(1);
        twin.awaitNoConnections(SOON);
    }

    @Test
    void idleTimeIsCountedOnContentAndKeepAlivesDoNotResetIt() throws Exception {
        twin.enqueue(Reply.sse().event("a").comment("ping").stall().build());
        Recorder recorder = Recorder.all(stream());
        recorder.awaitEvents(2);
        awaitAlarmAt(Duration.ofSeconds(120));
        LlmException error = recorder.error();
        assertThat(error.phase()).isEqualTo(Phase.STREAMING);
        assertThat(error).hasMessageContaining("120s").hasMessageContaining("idle-timeout");
        assertThat(error.partial().orElseThrow().text()).isEqualTo("a");
    }

    @Test
    void idleTimeStandsStillWhileNobodyAsks() throws Exception {
        useOneLoop();
        twin.enqueue(Reply.sse().event("a").event("b").stall().build());
        ChatRequest patient = ChatRequest.of("Hello").toBuilder()
                .deadline(Duration.ofHours(1))
                .build();
        Recorder recorder = Recorder.of(endpoint.stream(post("/chat"), exchange(patient), this::decoder), 2);
        recorder.awaitEvents(2);
        clock.advance(Duration.ofSeconds(61));
        clock.advance(Duration.ofSeconds(121));
        recorder.request(1);
        recorder.awaitEvents(3);
        assertThat(recorder.isOver()).isFalse();
        recorder.request(1);
        CompletableFuture<Void> loopIsIdle = new CompletableFuture<>();
        oneLoop.runOnContext(unused -> loopIsIdle.complete(null));
        get(loopIsIdle);
        awaitAlarmAt(Duration.ofSeconds(120));
        assertThat(recorder.error().kind()).isEqualTo(ErrorKind.TIMEOUT);
    }

    @Test
    void deadlineEndsEvenAStreamThatNobodyReads() throws Exception {
        twin.enqueue(Reply.sse().repeat("data: xxxxxxxx\n\n", 100_000_000).build());
        Recorder recorder = Recorder.of(stream(), 2);
        recorder.awaitEvents(2);
        awaitAlarmAt(Duration.ofMinutes(5));
        LlmException error = recorder.error();
        assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(error.reason()).isEqualTo("deadline");
        assertThat(error).hasMessageContaining("raise deadline");
        twin.awaitNoConnections(SOON);
    }

    @Test
    void unaryCallHasTheDeadlineAlone() throws Exception {
        twin.enqueue(Reply.silence());
        var future = generate();
        twin.takeRequest(SOON);
        clock.advance(Duration.ofSeconds(299));
        assertThat(future).isNotDone();
        awaitAlarmAt(Duration.ofSeconds(1));
        assertThat(errorOf(future).reason()).isEqualTo("deadline");
    }

    @Test
    void anErrorWhoseBodyStallsIsToldByWhatCameOfIt() throws Exception {
        use(endpoint(options -> options.set("idle-timeout", "2s")));
        twin.enqueue(stalled(429).header("Retry-After", "7").write("{").stall().build());
        var future = generate();
        awaitAlarmAt(Duration.ofSeconds(2)); // earlier than any other, so it is this one
        LlmException error = errorOf(future);
        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST); // by the table of these tests
        assertThat(error.status()).hasValue(429);
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(7));
        twin.awaitNoConnections(SOON);

        call = dev.llmdriver.spi.CallContext.of(clock);
        twin.enqueue(stalled(503).write("{").stall().build());
        Recorder recorder = Recorder.all(stream());
        awaitAlarmAt(Duration.ofSeconds(2));
        assertThat(recorder.error().kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(recorder.error().status()).hasValue(503);
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void aRedirectWhoseBodyStallsIsFollowed() throws Exception {
        use(endpoint(options -> options.set("idle-timeout", "2s")));
        twin.enqueue(stalled(307)
                .header("Location", "/elsewhere")
                .write("to")
                .stall()
                .build());
        twin.enqueue(Reply.silence());
        var future = generate();
        twin.takeRequest(SOON);
        awaitAlarmAt(Duration.ofSeconds(2));
        assertThat(twin.takeRequest(SOON).path()).isEqualTo("/elsewhere");
        awaitAlarmAt(Duration.ofSeconds(298)); // no longer bounded by what bounded the redirect
        assertThat(errorOf(future).reason()).isEqualTo("deadline");
    }

    private static ReplyBuilder stalled(int status) {
        return Reply.builder().status(status).contentType("application/json").contentLength(100);
    }

    @Test
    void connectingIsTimed() throws Exception {
        use(ProviderEndpoint.builder(DriverOptions.builder("prov").build())
                .environment(Map.of())
                .build());
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("https://127.0.0.1:" + mute.getLocalPort() + "/chat");
            var future = endpoint.generate(post(address), exchange(), EndpointTest::decode);
            mute.accept(); // connected, but the TLS handshake is never answered
            awaitAlarmAt(Duration.ofSeconds(5));
            LlmException error = errorOf(future);
            assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(error.phase()).isEqualTo(Phase.CONNECT);
            assertThat(error).hasMessageContaining("connect-timeout");
            assertThat(error.attempts()).isEmpty();
        }
    }

    @Test
    void requestsOwnTimesGoBeforeOptionsBeforeTheDriversDefaults() throws Exception {
        use(builder(options -> options.set("idle-timeout", "7s").set("first-token-timeout", "9s"))
                .defaultTimeouts(Timeouts.unset().withFirstToken(Duration.ofSeconds(600)))
                .build());
        twin.enqueue(Reply.silence());
        ChatRequest request = ChatRequest.of("Hello").toBuilder()
                .timeouts(Timeouts.unset().withFirstToken(Duration.ofSeconds(3)))
                .build();
        Recorder own = Recorder.all(endpoint.stream(post("/chat"), exchange(request), this::decoder));
        twin.takeRequest(SOON);
        awaitAlarmAt(Duration.ofSeconds(3));
        assertThat(own.error()).hasMessageContaining("3s");

        call = dev.llmdriver.spi.CallContext.of(clock);
        twin.enqueue(Reply.sse().event("a").stall().build());
        Recorder configured = Recorder.all(stream());
        configured.awaitEvents(2);
        awaitAlarmAt(Duration.ofSeconds(7));
        assertThat(configured.error()).hasMessageContaining("7s");
    }

    @Test
    void endedCallLeavesNoAlarm() throws Exception {
        twin.enqueue(Reply.sse().event("a").done().build());
        Recorder.all(stream()).response();
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void aStreamOfManyEventsUsesOneAlarm() throws Exception {
        twin.enqueue(Reply.sse().repeat("data: x\n\n", 10_000).stall().build());
        Recorder recorder = Recorder.all(stream());
        recorder.awaitEvents(10_001);
        assertThat(clock.alarms()).isEqualTo(1);
        assertThat(clock.everSet()).as("alarms ever set").isLessThan(5);
        recorder.cancel();
    }

    /** Moves time on once the call's alarm for that moment, or an earlier one, is set; twice, for alarms are set anew lazily. */
    private void awaitAlarmAt(Duration in) throws Exception {
        clock.awaitAlarm(in);
        clock.advance(in.minusMillis(1));
        clock.awaitAlarm(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
    }
}
