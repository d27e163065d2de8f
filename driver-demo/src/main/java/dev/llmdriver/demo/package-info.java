/** A driver that answers without network or key, to try things out. */
@NullMarked
package dev.llmdriver.demo;

import org.jspecify.annotations.NullMarked;
