package dev.llmdriver.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.Message;
import dev.llmdriver.ProviderData;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** What is shared: the resources of all providers, and a message that is still being put together. */
final class ShareRaces {
    private ShareRaces() {}

    /** Like an I/O library: made, used, closed. */
    private static final class Resource {
        volatile boolean closed;
    }

    private static final class Shares {
        private final SharedResources shared = new SharedResources();
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        Lease<Resource> lease() {
            return shared.lease(
                    Resource.class,
                    () -> {
                        made.incrementAndGet();
                        return new Resource();
                    },
                    resource -> {
                        resource.closed = true;
                        closed.incrementAndGet();
                    });
        }

        String sum() {
            return made.get() == closed.get() ? "all closed" : made + " made, " + closed + " closed";
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "open, all closed", expect = ACCEPTABLE, desc = "who has a share has an open thing")
    @Outcome(expect = FORBIDDEN, desc = "closed in somebody's hands, or never")
    public static class LeaseAndLastClose {
        private final Shares shares = new Shares();
        private final Lease<Resource> held = shares.lease();

        @Actor
        public void close() {
            held.close();
        }

        @Actor
        public void lease(LL_Result r) {
            Lease<Resource> lease = shares.lease();
            r.r1 = lease.get().closed ? "closed" : "open";
            lease.close();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = shares.sum();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "open, all closed", expect = ACCEPTABLE, desc = "giving back twice gives one share back")
    @Outcome(expect = FORBIDDEN, desc = "somebody else's share was given back")
    public static class CloseTwice {
        private final Shares shares = new Shares();
        private final Lease<Resource> kept = shares.lease();
        private final Lease<Resource> closed = shares.lease();

        @Actor
        public void one() {
            closed.close();
        }

        @Actor
        public void other() {
            closed.close();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = kept.get().closed ? "closed" : "open";
            kept.close();
            r.r2 = shares.sum();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "()|(think)|(thinkab)|(thinkabcd)", expect = ACCEPTABLE, desc = "a beginning of it")
    @Outcome(expect = FORBIDDEN, desc = "something later without what came before")
    public static class PartialWhileItGrows {
        private final AnswerAssembler answer = new AnswerAssembler();

        @Actor
        public void write() {
            answer.add(new ChatEvent.ReasoningDelta(0, "think"));
            answer.attach(0, new ProviderData("wire", "model", "{}"));
            answer.add(new ChatEvent.TextDelta(1, "ab"));
            answer.add(new ChatEvent.TextDelta(1, "cd"));
        }

        @Actor
        public void read(L_Result r) {
            Message message = answer.soFar().message();
            r.r1 = message.reasoning() + message.text();
        }
    }
}
