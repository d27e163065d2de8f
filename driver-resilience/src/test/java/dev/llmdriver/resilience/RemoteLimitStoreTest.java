package dev.llmdriver.resilience;

import dev.llmdriver.testkit.ManualScheduler;
import java.util.concurrent.CompletableFuture;

/** The contract has room for stores that answer later, from somewhere else. */
class RemoteLimitStoreTest extends LimitStoreContract {
    private final ManualScheduler network = new ManualScheduler();

    @Override
    protected LimitStore create(ManualScheduler time) {
        return new RemoteLimitStore(LimitStore.inProcess(time), network);
    }

    @Override
    protected void deliver(CompletableFuture<?> answer) {
        network.advance(RemoteLimitStore.ROUND_TRIP);
    }
}
