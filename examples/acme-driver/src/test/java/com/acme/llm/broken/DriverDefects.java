package com.acme.llm.broken;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** D. */
final class DriverDefects {
    private DriverDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect("D1", "stands in no list of services", DriverShell::new),
                new Defect("D2", "is called otherwise each time", counted()),
                new Defect("D4", "starts a thread when looked at", DriverDefects::busy),
                new Defect("D5", "opens one provider for all", onlyOne()),
                new Defect("D6", "does not call a password secret", DriverDefects::careless),
                new Defect("D7", "talks when it connects", Twists.provider((good, options) -> {
                    good.models().handle((models, failure) -> "done").join();
                    return good;
                })),
                new Defect(
                        "D8",
                        "reports the first fault alone",
                        faults(error -> error.faults().get(0))),
                new Defect("D9", "misses a key without saying where it looked", faults(error -> "there is no key")));
    }

    private static UnaryOperator<LlmDriver> counted() {
        AtomicInteger count = new AtomicInteger();
        return good -> {
            String id = "acme" + count.incrementAndGet();
            return new DriverShell(good) {
                @Override
                public String id() {
                    return id;
                }
            };
        };
    }

    private static LlmDriver busy(LlmDriver good) {
        return new DriverShell(good) {
            @Override
            public Set<Option<?>> options() {
                Threads.start(true);
                return inner.options();
            }
        };
    }

    private static UnaryOperator<LlmDriver> onlyOne() {
        AtomicReference<LlmProvider> one = new AtomicReference<>();
        return Twists.provider((good, options) -> one.compareAndSet(null, good) ? good : one.get());
    }

    private static LlmDriver careless(LlmDriver good) {
        return new DriverShell(good) {
            @Override
            public Set<Option<?>> options() {
                Set<Option<?>> all = new HashSet<>(inner.options());
                all.add(Option.string("vault-password", "opens the vault"));
                return all;
            }
        };
    }

    private static UnaryOperator<LlmDriver> faults(Function<ConfigurationException, String> told) {
        return good -> new DriverShell(good) {
            @Override
            public LlmProvider connect(DriverOptions options) {
                try {
                    return inner.connect(options);
                } catch (ConfigurationException faulty) {
                    throw ConfigurationException.of(told.apply(faulty));
                }
            }
        };
    }

    /** Threads that live until the test is over, however slow the machine. */
    static final class Threads {
        private static final Queue<Thread> STARTED = new ConcurrentLinkedQueue<>();

        private Threads() {}

        static void start(boolean daemon) {
            Thread thread = new Thread(Threads::liveOn);
            thread.setDaemon(daemon);
            STARTED.add(thread);
            thread.start();
        }

        private static void liveOn() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }

        static void stop() {
            STARTED.forEach(Thread::interrupt);
            STARTED.clear();
        }
    }

    static String key(DriverOptions options) {
        return options.get(CommonOptions.API_KEY).map(Secret::reveal).orElse("");
    }
}
