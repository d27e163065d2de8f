package dev.llmdriver.cli.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to ask. */
final class Target {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "REF",
            description = "The model, as provider:model or a configured name; default: llm.model of the configuration.")
    @Nullable
    String model;

    @Option(
            names = {"-P", "--provider-option"},
            paramLabel = "KEY=VALUE",
            description = "An option of the provider's driver, such as base-url=…; see llm drivers.")
    List<String> options = new ArrayList<>();
}
