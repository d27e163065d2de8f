/** The driver {@code demo}, which needs nothing but itself. */
@NullMarked
package dev.llmdriver.demo;

import org.jspecify.annotations.NullMarked;
