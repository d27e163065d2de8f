/** The smallest application. */
@NullMarked
package dev.llmdriver.examples.quickstart;

import org.jspecify.annotations.NullMarked;
