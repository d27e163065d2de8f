package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.spi.DriverOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private Lanes lanes(int poolSize) {
        DriverOptions options = DriverOptions.builder("prov")
                .set("pool-size", Integer.toString(poolSize))
                .build();
        return Lanes.over((VertxInternal) vertx, options);
    }

    private static List<Lane> enter(Lanes lanes, int calls) {
        return Stream.generate(lanes::enter).limit(calls).toList();
    }

    @Test
    void aNextEventLoopIsUsedOnceOneHasItsCallsAndThenTheLeastBusy() {
        Lanes lanes = lanes(1000);
        List<Lane> first = enter(lanes, 64);
        List<Lane> second = enter(lanes, 64);

        assertThat(first).containsOnly(first.get(0));
        assertThat(second).containsOnly(second.get(0)).doesNotContain(first.get(0));
        assertThat(second.get(0).context().nettyEventLoop())
                .isNotSameAs(first.get(0).context().nettyEventLoop());

        assertThat(enter(lanes, 20)).filteredOn(lane -> lane == first.get(0)).hasSize(10);
        first.get(0).leave();
        assertThat(lanes.enter()).isSameAs(first.get(0));
    }

    @Test
    void aSmallPoolIsNotDivided() {
        assertThat(enter(lanes(100), 300).stream().distinct()).hasSize(1);
    }

    @Test
    void aCallMadeOnAnEventLoopStaysThere() throws Exception {
        Lanes lanes = lanes(1000);
        Lane first = lanes.enter();
        enter(lanes, 63);
        Lane second = lanes.enter();
        CompletableFuture<List<Lane>> entered = new CompletableFuture<>();
        second.context().runOnContext(unused -> entered.complete(enter(lanes, 10)));

        assertThat(entered.get(30, TimeUnit.SECONDS)).containsOnly(second).doesNotContain(first);
    }
}
