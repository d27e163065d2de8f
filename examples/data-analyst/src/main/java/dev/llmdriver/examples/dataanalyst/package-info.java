/** Questions of a data file: the model asks the database by tools, and what it does wrong goes back to it. */
@NullMarked
package dev.llmdriver.examples.dataanalyst;

import org.jspecify.annotations.NullMarked;
