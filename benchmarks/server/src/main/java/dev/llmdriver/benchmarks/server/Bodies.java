package dev.llmdriver.benchmarks.server;

import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Tokens;
import java.nio.charset.StandardCharsets;

/** Bodies of answers, for those who need no server. */
public final class Bodies {
    private Bodies() {}

    /** {@return the body of a stream of so many tokens, without HTTP's own framing} */
    public static byte[] stream(Protocol protocol, int tokens) {
        Wire wire = Wire.of(protocol);
        StringBuilder body = new StringBuilder(String.join("", wire.opening()));
        for (int i = 0; i < tokens; i++) {
            body.append(wire.chunk(Tokens.at(i), i % Tokens.CYCLE.size()));
        }
        body.append(String.join("", wire.closing(tokens, true)));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
