/**
 * Recorded answers, played over a socket to a driver and compared with what an independent reader makes of them.
 *
 * <p>A driver's replay test makes a {@link dev.llmdriver.testkit.replay.ReplayCase} of each {@link dev.llmdriver.testkit.Recording},
 * with the {@link dev.llmdriver.testkit.replay.Outcome} that its own simple reader expects, and lets a {@link
 * dev.llmdriver.testkit.replay.Replay} play them, whole and {@linkplain dev.llmdriver.testkit.replay.Cut cut} at random places. The
 * reader is to share no class with the driver, or both will be wrong together.
 */
@NullMarked
package dev.llmdriver.testkit.replay;

import org.jspecify.annotations.NullMarked;
