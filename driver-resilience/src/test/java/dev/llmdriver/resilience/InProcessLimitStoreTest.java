package dev.llmdriver.resilience;

import dev.llmdriver.testkit.ManualScheduler;

class InProcessLimitStoreTest extends LimitStoreContract {
    @Override
    protected LimitStore create(ManualScheduler time) {
        return LimitStore.inProcess(time);
    }
}
