package com.acme.llm.broken;

import dev.llmdriver.spi.LlmDriver;
import java.util.function.UnaryOperator;

/**
 * A driver with one defect.
 *
 * @param rule the rule that it breaks
 * @param what it does, to be read after "a driver that"
 * @param twist makes it of a good driver
 */
record Defect(String rule, String what, UnaryOperator<LlmDriver> twist) {
    @Override
    public String toString() {
        return rule + ": a driver that " + what;
    }
}
