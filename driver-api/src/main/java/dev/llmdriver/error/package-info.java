/** What can go wrong, one type for each thing that a caller may want to catch. */
@NullMarked
package dev.llmdriver.error;

import org.jspecify.annotations.NullMarked;
