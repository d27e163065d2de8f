/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.demo.internal;

import org.jspecify.annotations.NullMarked;
