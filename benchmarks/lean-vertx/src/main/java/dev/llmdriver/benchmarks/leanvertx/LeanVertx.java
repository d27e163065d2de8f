package dev.llmdriver.benchmarks.leanvertx;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Set;

/**
 * How low it can go: Vert.x's HTTP client and a scanner that walks the JSON to one path; no Jackson, no copies but for a
 * line cut by a buffer's end. No driver: it sees nothing but the text.
 */
public final class LeanVertx implements Contestant {
    @Override
    public String name() {
        return "lean-vertx";
    }

    @Override
    public String version() {
        return Jars.of(Vertx.class);
    }

    @Override
    public Set<Protocol> protocols() {
        return EnumSet.allOf(Protocol.class);
    }

    @Override
    public Client open(Setup setup) {
        return new LeanClient(setup);
    }
}
