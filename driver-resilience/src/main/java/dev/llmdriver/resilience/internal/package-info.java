/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.resilience.internal;

import org.jspecify.annotations.NullMarked;
