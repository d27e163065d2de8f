package dev.llmdriver.cli.internal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every subcommand understands. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpAutoWidth = true)
final class CommonFlags {
    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    @Option(names = "--verbose", description = "Say more on standard error: causes, tokens, who served.")
    boolean verbose;
}
