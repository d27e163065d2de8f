/** Recorded answers, played to the driver and compared with what an independent reader makes of them. */
@NullMarked
package dev.llmdriver.huggingface.replay;

import org.jspecify.annotations.NullMarked;
