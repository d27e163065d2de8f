package dev.llmdriver.demo;

import dev.llmdriver.Capability;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.tck.DriverTck;
import dev.llmdriver.testkit.tck.HuggingFaceTckWire;
import dev.llmdriver.testkit.tck.TckWire;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The demo in front of the kit's server instead of its own twin: it must add nothing and lose nothing. */
class DemoTckTest extends DriverTck {
    private @Nullable URI server;

    @Override
    protected LlmDriver driver() {
        return new DemoDriver(() -> Optional.ofNullable(server));
    }

    @Override
    protected TckWire wire() {
        return new HuggingFaceTckWire();
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(
                Capability.TOKEN_COUNTING, Capability.AUDIO_INPUT, Capability.VIDEO_INPUT, Capability.DOCUMENT_INPUT));
    }

    /** The demo takes neither an address nor a key. */
    @Override
    protected DriverOptions.Builder options(URI baseUri, String key) {
        server = URI.create(baseUri + "/v1");
        return DriverOptions.builder("demo");
    }

    /** What it tells its twin. */
    @Override
    protected String key() {
        return "hf_demoNeedsNoKeyAtAll";
    }

    @Override
    protected String chatModel() {
        return "org/tck-chat";
    }

    @Override
    protected Map<String, String> skips() {
        return Map.of(
                "C1/while connecting",
                "Vert.x cannot give a connection up before it stands: it is closed then, or by the connect timeout");
    }
}
