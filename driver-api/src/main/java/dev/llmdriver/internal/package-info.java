/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.internal;

import org.jspecify.annotations.NullMarked;
