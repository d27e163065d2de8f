/** What the tests of all packages share. Tests of hidden classes stand in the packages of those classes. */
@NullMarked
package dev.llmdriver.concurrency;

import org.jspecify.annotations.NullMarked;
