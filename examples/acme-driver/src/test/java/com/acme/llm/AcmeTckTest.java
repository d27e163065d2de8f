package com.acme.llm;

import static dev.llmdriver.Capability.STREAMING;
import static dev.llmdriver.Capability.SYSTEM_MESSAGES;
import static dev.llmdriver.Capability.TOOLS;

import dev.llmdriver.Capability;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.tck.DriverTck;
import dev.llmdriver.testkit.tck.TckWire;
import java.util.Map;
import java.util.Set;

/** The conformance kit over this driver. */
public class AcmeTckTest extends DriverTck {
    @Override
    protected LlmDriver driver() {
        return new AcmeDriver();
    }

    @Override
    protected TckWire wire() {
        return new AcmeWire();
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(STREAMING, SYSTEM_MESSAGES, TOOLS);
    }

    @Override
    protected Map<String, String> skips() {
        return Map.of(
                "C1/while connecting",
                "Vert.x cannot give a connection up before it stands: it is closed then, or by the connect timeout");
    }
}
