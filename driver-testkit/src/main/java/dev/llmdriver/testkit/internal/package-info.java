/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.testkit.internal;

import org.jspecify.annotations.NullMarked;
