/** Fakes, wire twins and the conformance kit for tests. */
@NullMarked
package dev.llmdriver.testkit;

import org.jspecify.annotations.NullMarked;
