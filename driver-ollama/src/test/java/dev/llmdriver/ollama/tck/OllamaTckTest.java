package dev.llmdriver.ollama.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.ollama.OllamaDriver;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.tck.DriverTck;
import dev.llmdriver.testkit.tck.TckWire;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The driver behind the address of a daemon. */
class OllamaTckTest extends DriverTck {
    @Override
    protected LlmDriver driver() {
        return new OllamaDriver();
    }

    @Override
    protected TckWire wire() {
        return new DaemonWire();
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(
                Capability.TOOL_CHOICE,
                Capability.PARALLEL_TOOL_CALLS,
                Capability.VIDEO_INPUT,
                Capability.DOCUMENT_INPUT,
                Capability.TOKEN_COUNTING));
    }

    @Override
    protected Map<String, String> skips() {
        return Map.of(
                "C1/while connecting",
                "Vert.x cannot give a connection up before it stands: it is closed then, or by the connect timeout",
                "R12/the MIME type",
                "the protocol has no place for it: the server looks at the bytes");
    }
}
