/** Fakes for the tests of the contract. */
@NullMarked
package dev.llmdriver.testing;

import org.jspecify.annotations.NullMarked;
