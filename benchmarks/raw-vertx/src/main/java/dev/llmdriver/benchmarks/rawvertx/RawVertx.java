package dev.llmdriver.benchmarks.rawvertx;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Set;

/** The floor: Vert.x, a line splitter by hand and Jackson's streaming parser, which stops at the text. */
public class RawVertx implements Contestant {
    @Override
    public String name() {
        return "raw-vertx";
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
        return new RawClient(setup, Vertx.vertx());
    }
}
