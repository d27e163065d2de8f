package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;

/** What a workload works on. */
record Run(Client client, Setup setup, Arguments arguments) {
    /** Something to measure, in a process of its own. */
    interface Workload {
        void measure(Run run, Row row) throws Exception;
    }
}
