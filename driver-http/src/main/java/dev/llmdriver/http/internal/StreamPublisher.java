package dev.llmdriver.http.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Begins an exchange for each subscriber. */
record StreamPublisher(
        Transport transport, WireRequest request, Exchange exchange, Supplier<? extends StreamDecoder> decoders)
        implements Flow.Publisher<ChatEvent> {
    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber"); // 1.9
        StreamCall call;
        try {
            transport.startDeadline(exchange);
            call = new StreamCall(transport, request, exchange, decoders, subscriber);
        } catch (LlmException refused) {
            new FailedPublisher(refused.toBuilder().ref(exchange.ref()).build()).subscribe(subscriber);
            return;
        }
        subscriber.onSubscribe(call);
        call.start();
    }
}
