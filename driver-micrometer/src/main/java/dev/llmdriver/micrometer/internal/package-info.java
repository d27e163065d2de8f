/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.micrometer.internal;

import org.jspecify.annotations.NullMarked;
