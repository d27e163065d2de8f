package dev.llmdriver.huggingface.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.huggingface.HuggingFaceOptions;
import dev.llmdriver.spi.CommonOptions;
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

/** The driver behind the router's address, in the dialect of the router. */
class HuggingFaceTckTest extends DriverTck {
    @Override
    protected LlmDriver driver() {
        return new HuggingFaceDriver();
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

    @Override
    protected String key() {
        return "hf_tck7Kq3vXw9RbT2mZp8LcYsJdNf";
    }

    @Override
    protected Optional<String> otherKey() {
        return Optional.of("hf_somebodyElse9Kq3vXw2RbT7mZp8Lc");
    }

    @Override
    protected String chatModel() {
        return "org/tck-chat";
    }

    @Override
    protected DriverOptions.Builder options(URI baseUri, String key) {
        return super.options(baseUri, key)
                .set(CommonOptions.BASE_URL, URI.create(baseUri + "/v1"))
                .set(HuggingFaceOptions.ENDPOINT, "router");
    }

    @Override
    protected Map<String, String> skips() {
        return Map.of(
                "C1/while connecting",
                "Vert.x cannot give a connection up before it stands: it is closed then, or by the connect timeout");
    }
}
