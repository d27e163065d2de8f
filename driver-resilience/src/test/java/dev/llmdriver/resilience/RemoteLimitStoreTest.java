package dev.llmdriver.resilience;

import dev.llmdriver.testkit.ManualScheduler;

/** The contract has room for stores that answer later, from somewhere else. */
class RemoteLimitStoreTest extends LimitStoreContract {
    private final ManualScheduler network = new ManualScheduler();

    @Override
    LimitStore create(ManualScheduler time) {
        return new RemoteLimitStore(LimitStore.inProcess(time), network);
    }

    @Override
    void deliver() {
        network.advance(RemoteLimitStore.ROUND_TRIP);
    }
}
