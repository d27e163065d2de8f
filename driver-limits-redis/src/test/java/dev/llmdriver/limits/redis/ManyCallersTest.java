package dev.llmdriver.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.limits.redis.internal.Ledger;
import dev.llmdriver.limits.redis.internal.RedisLink;
import dev.llmdriver.limits.redis.internal.Step;
import dev.llmdriver.limits.redis.internal.Step.Mode;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process remembers of the limits of those who came by, and that nothing is lost by what it forgets. */
class ManyCallersTest {
    private static final int MOST = 10_000;

    @TempDir
    Path folder;

    private final ManualScheduler time = new ManualScheduler();
    private RedisServer server;
    private RedisLink link;
    private Ledger ledger;

    @BeforeEach
    void start() {
        server = RedisServer.start(folder);
        link = server.link();
        ledger = new Ledger(link, "test", new GivenClock(time));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            link.close();
            server.close();
        }
    }

    private static Limit limit(String caller) {
        return new Limit("caller " + caller, Unit.TOKENS, Span.MINUTE, 10, ZoneOffset.UTC);
    }

    private boolean done(Mode mode, String caller, long amount) {
        return Answers.of(ledger.run(new Step(mode, List.of(new Step.Part(limit(caller), amount, "")))))
                .done();
    }

    @Test
    void whatIsForgottenHereIsKnownThere() {
        done(Mode.SETTLE, "indebted", 25);
        done(Mode.TAKE, "steady", 4);
        for (int i = 0; i < MOST + 1; i++) {
            done(Mode.TAKE, Integer.toString(i), 1);
        }

        assertThat(ledger.size()).isEqualTo(MOST);
        assertThat(done(Mode.TAKE, "steady", 7)).as("4 of 10 are taken").isFalse();
        assertThat(done(Mode.TAKE, "steady", 6)).isTrue();
        time.advance(Duration.ofMinutes(1));
        assertThat(done(Mode.TAKE, "indebted", 1)).as("15 are owed").isFalse();
        time.advance(Duration.ofMinutes(1));
        assertThat(done(Mode.TAKE, "indebted", 6)).as("5 are owed").isFalse();
        assertThat(done(Mode.TAKE, "indebted", 5)).isTrue();
    }
}
