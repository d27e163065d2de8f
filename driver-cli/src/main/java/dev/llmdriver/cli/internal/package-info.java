/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.cli.internal;

import org.jspecify.annotations.NullMarked;
