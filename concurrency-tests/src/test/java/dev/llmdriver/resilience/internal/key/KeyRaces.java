package dev.llmdriver.resilience.internal.key;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.Secret;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.error.ErrorKind;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two calls tell a pool at the same time what became of a key. */
final class KeyRaces {
    private KeyRaces() {}

    private static PoolKey key() {
        return new PoolKey("one", Secret.of("value"));
    }

    private static PoolKey.Rest until(long moment) {
        return new PoolKey.Rest(ErrorKind.RATE_LIMITED, "", moment);
    }

    @JCStressTest
    @State
    @Outcome(id = "(none|10|20), 20", expect = ACCEPTABLE, desc = "the longer rest counts")
    @Outcome(expect = FORBIDDEN, desc = "the shorter rest covered the longer one")
    public static class RestTwice {
        private final PoolKey key = key();

        private String rest() {
            return key.rest(Wire.REF, 0)
                    .map(rest -> String.valueOf(rest.until()))
                    .orElse("none");
        }

        @Actor
        public void longer() {
            key.rest(Wire.REF, until(20));
        }

        @Actor
        public void shorter() {
            key.rest(Wire.REF, until(10));
        }

        @Actor
        public void reader(LL_Result r) {
            r.r1 = rest();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"one", "two"},
            expect = ACCEPTABLE,
            desc = "before it was refused, or after")
    @Outcome(expect = FORBIDDEN, desc = "no key, though one is ready")
    public static class RefuseAndChoose {
        private final Keys keys = new Keys(new TreeMap<>(Map.of("one", Secret.of("1"), "two", Secret.of("2"))));
        private final PoolKey first = keys.ready(Wire.REF, 0, Set.of()).orElseThrow();

        @Actor
        public void refuse() {
            first.refuse(first.value());
        }

        @Actor
        public void choose(L_Result r) {
            r.r1 = keys.ready(Wire.REF, 0, Set.of()).map(PoolKey::label).orElse("none");
        }
    }
}
