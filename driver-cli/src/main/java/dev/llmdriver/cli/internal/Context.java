package dev.llmdriver.cli.internal;

import dev.llmdriver.LlmDrivers;
import java.util.function.Supplier;

/**
 * What the subcommands share.
 *
 * @param io what surrounds the command
 * @param drivers finds the drivers, once it is known that they are needed
 */
record Context(Io io, Supplier<LlmDrivers> drivers) {}
