package dev.llmdriver.internal;

import dev.llmdriver.ChatStream;
import dev.llmdriver.concurrency.Ear;
import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.concurrency.Hops;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.util.concurrent.Executor;

/** A stream over a wire that an actor plays; whoever brings an event or demand also delivers, unless there is a third thread. */
final class OpenStream {
    final Wire wire = new Wire();
    final Hops hops = new Hops();
    final ChatStream stream;

    private OpenStream(boolean hopping) {
        Executor executor = hopping ? hops : Runnable::run;
        stream = new EngineChatStream(
                new StreamCall(wire, Wire.REQUEST, () -> CallContext.of(Scheduler.system())), executor);
    }

    /** {@return one that delivers on the thread that has something} */
    static OpenStream direct() {
        return new OpenStream(false);
    }

    /** {@return one that delivers on the thread that runs its hops} */
    static OpenStream hopping() {
        return new OpenStream(true);
    }

    /** {@return a subscriber of it} */
    Ear subscribe(long demand) {
        Ear ear = new Ear(demand);
        stream.subscribe(ear);
        hops.run();
        return ear;
    }

    /** {@return its state, how its completion ended, and how often the exchange was cancelled} */
    String end() {
        var completion = stream.completion();
        hops.run();
        return stream.state() + " " + Futures.end(completion) + " " + (wire.cancels() > 0 ? "closed" : "kept");
    }
}
