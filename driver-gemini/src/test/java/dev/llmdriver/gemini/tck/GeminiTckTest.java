package dev.llmdriver.gemini.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.gemini.GeminiDriver;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.tck.DriverTck;
import dev.llmdriver.testkit.tck.TckWire;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The driver with a model of the third generation, and one for vectors. */
class GeminiTckTest extends DriverTck {
    @Override
    protected LlmDriver driver() {
        return new GeminiDriver();
    }

    @Override
    protected TckWire wire() {
        return new GeminiTckWire();
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    protected String key() {
        return "AQ.tck7Kq3vXw9RbT2mZp8LcYsJdNf";
    }

    @Override
    protected String chatModel() {
        return "gemini-3.5-flash";
    }

    @Override
    protected String embeddingModel() {
        return "gemini-embedding-001";
    }

    @Override
    protected Map<String, String> skips() {
        return Map.of(
                "S16",
                "Gemini has no last event: a finish reason may stand in the middle (wire page 3.4), and the answer ends with"
                        + " the body, after which nothing comes",
                "U1/a counter left out",
                "Protobuf leaves out a counter that is 0",
                "C1/while connecting",
                "Vert.x cannot give a connection up before it stands: it is closed then, or by the connect timeout");
    }
}
