/**
 * The conformance kit: one test for each rule of {@code docs/CONTRACT.md} that binds drivers, run over real HTTP on the loopback.
 * A driver's own part is a class that extends {@link dev.llmdriver.testkit.tck.DriverTck} and a {@link
 * dev.llmdriver.testkit.tck.TckWire} that says things in the provider's protocol.
 */
@NullMarked
package dev.llmdriver.testkit.tck;

import org.jspecify.annotations.NullMarked;
