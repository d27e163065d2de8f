/** Everything that reads what others wrote is fed with anything at all. */
@NullMarked
package dev.llmdriver.fuzz;

import org.jspecify.annotations.NullMarked;
