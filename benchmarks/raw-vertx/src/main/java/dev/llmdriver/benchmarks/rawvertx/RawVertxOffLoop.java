package dev.llmdriver.benchmarks.rawvertx;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;

/** The floor with callbacks on a thread of their own, as ours has them by default: what that costs without a library. */
public final class RawVertxOffLoop extends RawVertx {
    @Override
    public String name() {
        return "raw-vertx-offloop";
    }

    @Override
    public Client open(Setup setup) {
        return new OffLoopClient(setup);
    }
}
