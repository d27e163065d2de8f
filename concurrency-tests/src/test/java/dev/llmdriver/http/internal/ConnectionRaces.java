package dev.llmdriver.http.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.spi.DriverOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A provider is closed while calls begin and end; what happens within a call belongs to one event loop. */
final class ConnectionRaces {
    private static final DriverOptions OPTIONS = DriverOptions.builder("wire").build();

    private ConnectionRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "opened, 1", expect = ACCEPTABLE, desc = "opened, and told to end")
    @Outcome(id = "refused, [01]", expect = ACCEPTABLE, desc = "too late, told besides or not")
    @Outcome(expect = FORBIDDEN, desc = "a call that outlives its provider")
    public static class OpenAndClose {
        private final Connections connections = new Connections(OPTIONS);
        private final AtomicInteger told = new AtomicInteger();
        private final OpenCall call = told::incrementAndGet;

        @Actor
        public void open(LL_Result r) {
            r.r1 = connections.opened(call) ? "opened" : "refused";
        }

        @Actor
        public void close() {
            connections.close();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = told.get();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "[01], 0", expect = ACCEPTABLE, desc = "told at most once for each close, and forgotten")
    @Outcome(expect = FORBIDDEN, desc = "told after its end was known")
    public static class EndAndClose {
        private final Connections connections = new Connections(OPTIONS);
        private final AtomicInteger told = new AtomicInteger();
        private final OpenCall call = told::incrementAndGet;

        public EndAndClose() {
            connections.opened(call);
        }

        @Actor
        public void end() {
            connections.ended(call);
        }

        @Actor
        public void close() {
            connections.close();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = told.getAndSet(0);
            connections.close();
            r.r2 = told.get();
        }
    }
}
