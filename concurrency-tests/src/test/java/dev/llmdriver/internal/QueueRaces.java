package dev.llmdriver.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** What one thread writes while another reads: the ring of events, and the text so far. */
final class QueueRaces {
    private QueueRaces() {}

    /** Not final and not volatile: seen whole only through what the ring promises. */
    static final class Item {
        int value;

        Item(int value) {
            this.value = value;
        }
    }

    private static String drain(SpscRing<Item> ring) {
        StringBuilder seen = new StringBuilder();
        for (Item item = ring.poll(); item != null; item = ring.poll()) {
            seen.append(item.value);
        }
        return seen.toString();
    }

    @JCStressTest
    @State
    @Outcome(id = ", 123", expect = ACCEPTABLE, desc = "read later")
    @Outcome(id = "1, 23", expect = ACCEPTABLE, desc = "read amid the writing")
    @Outcome(id = "12, 3", expect = ACCEPTABLE, desc = "read amid the writing")
    @Outcome(id = "123, ", expect = ACCEPTABLE, desc = "read at once")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled, out of order or half made")
    public static class WriteAndRead {
        private final SpscRing<Item> ring = new SpscRing<>(4);

        @Actor
        public void write() {
            for (int value = 1; value <= 3; value++) {
                ring.offer(new Item(value));
            }
        }

        @Actor
        public void read(LL_Result r) {
            r.r1 = drain(ring);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = drain(ring);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "false, 1, 2", expect = ACCEPTABLE, desc = "full when it came")
    @Outcome(id = "true, 1, 23", expect = ACCEPTABLE, desc = "a place was free")
    @Outcome(expect = FORBIDDEN, desc = "something was overwritten or lost")
    public static class WriteIntoAFullRing {
        private final SpscRing<Item> ring = new SpscRing<>(2);

        public WriteIntoAFullRing() {
            ring.offer(new Item(1));
            ring.offer(new Item(2));
        }

        @Actor
        public void write(LLL_Result r) {
            r.r1 = ring.offer(new Item(3));
        }

        @Actor
        public void read(LLL_Result r) {
            Item item = ring.poll();
            r.r2 = item == null ? 0 : item.value;
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r3 = drain(ring);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "empty, true", expect = ACCEPTABLE, desc = "looked before")
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "looked after")
    @Outcome(expect = FORBIDDEN, desc = "said to hold something and did not")
    public static class WriteAndLook {
        private final SpscRing<Item> ring = new SpscRing<>(2);

        @Actor
        public void write(LL_Result r) {
            r.r2 = ring.offer(new Item(1));
        }

        @Actor
        public void look(LL_Result r) {
            r.r1 = "empty";
            if (!ring.isEmpty()) {
                r.r1 = drain(ring);
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "a beginning of it", expect = ACCEPTABLE, desc = "whatever was published")
    @Outcome(expect = FORBIDDEN, desc = "characters that were not written yet")
    public static class TextWhileItGrows {
        private static final String WHOLE = "abcdefghijklmnopqrstuvwxyz".repeat(6);
        private final PublishedText text = new PublishedText();

        @Actor
        public void write() {
            for (int i = 0; i < WHOLE.length(); i += 13) {
                text.append(WHOLE.substring(i, i + 13));
            }
        }

        @Actor
        public void read(L_Result r) {
            String seen = text.toString();
            boolean fits = WHOLE.startsWith(seen) && WHOLE.startsWith(text.toString());
            r.r1 = fits ? "a beginning of it" : seen;
        }
    }
}
