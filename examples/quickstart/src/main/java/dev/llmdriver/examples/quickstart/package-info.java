/**
 * The README's examples: each class is one of them, its tagged region is what the README shows, and a test runs it.
 */
@NullMarked
package dev.llmdriver.examples.quickstart;

import org.jspecify.annotations.NullMarked;
