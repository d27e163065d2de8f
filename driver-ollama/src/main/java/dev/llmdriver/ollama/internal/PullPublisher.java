package dev.llmdriver.ollama.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.http.Json;
import dev.llmdriver.ollama.PullProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Shows the events of a download as progress. The stream has two events that a reader of progress does not know, one at its beginning
 * and one at its end, which are asked for besides.
 *
 * @param events of the download
 */
public record PullPublisher(Flow.Publisher<ChatEvent> events) implements Flow.Publisher<PullProgress> {
    @Override
    public void subscribe(Flow.Subscriber<? super PullProgress> subscriber) {
        events.subscribe(new Translator(subscriber));
    }

    private static final class Translator implements Flow.Subscriber<ChatEvent> {
        private final Flow.Subscriber<? super PullProgress> reader;
        private Flow.@Nullable Subscription upstream;

        Translator(Flow.Subscriber<? super PullProgress> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            reader.onSubscribe(subscription);
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event instanceof ChatEvent.Other other && other.type().equals(PullDecoder.EVENT)) {
                PullProgress progress = progress(other.json());
                reader.onNext(progress);
                if (progress.isSuccess()) {
                    one(); // the stream's last event, after which it completes
                }
            } else if (!(event instanceof ChatEvent.Finished)) {
                one();
            }
        }

        private void one() {
            if (upstream != null) {
                upstream.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            reader.onError(failure);
        }

        @Override
        public void onComplete() {
            reader.onComplete();
        }
    }

    private static long count(JsonNode bytes) {
        return bytes.canConvertToLong() ? Math.max(0, bytes.asLong()) : 0;
    }

    private static PullProgress progress(String json) {
        try {
            JsonNode line = Json.tree(json);
            return new PullProgress(
                    line.path("status").asText(""),
                    line.path("digest").asText(""),
                    count(line.path("total")),
                    count(line.path("completed")));
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was read before cannot be read again", impossible);
        }
    }
}
