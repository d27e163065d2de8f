/** The blocking faces on platform threads and, where the JDK has them, on virtual ones. */
@NullMarked
package dev.llmdriver.threads;

import org.jspecify.annotations.NullMarked;
