/** One program for every provider: what answers is the configuration's business. */
@NullMarked
package dev.llmdriver.examples.swap;

import org.jspecify.annotations.NullMarked;
