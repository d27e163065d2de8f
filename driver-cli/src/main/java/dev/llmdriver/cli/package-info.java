/** The command line. */
@NullMarked
package dev.llmdriver.cli;

import org.jspecify.annotations.NullMarked;
