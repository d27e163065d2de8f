package dev.llmdriver.benchmarks.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How contestants are started: the same flags for all. */
record Launch(Options options, Cpus cpus, Server server) {
    /** The part of the command that is alike for all workloads. */
    List<String> command(List<String> pin, Entry entry, List<String> jvm, Case of) throws IOException {
        List<String> command = new ArrayList<>(pin);
        command.add(options.java());
        command.addAll(options.jvmFlags());
        command.addAll(jvm);
        command.addAll(List.of("-cp", Entry.classPath(entry.module()), "dev.llmdriver.benchmarks.harness.Main"));
        command.addAll(List.of("contestant=" + entry.name(), "protocol=" + entry.protocol()));
        command.addAll(List.of("workload=" + of.workload(), "concurrency=" + of.width(), "core=" + cpus.clientCore()));
        command.addAll(server.arguments());
        command.addAll(of.arguments());
        return command;
    }
}
