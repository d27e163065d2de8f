/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.gemini.internal;

import org.jspecify.annotations.NullMarked;
