/**
 * The twins, held against recordings of the real services: which fields they send and in which order, in which order their events
 * come, how lines end and messages are framed, which headers they have.
 */
@NullMarked
package dev.llmdriver.testkit.shape;

import org.jspecify.annotations.NullMarked;
