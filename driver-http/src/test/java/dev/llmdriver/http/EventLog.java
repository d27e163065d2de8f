package dev.llmdriver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down, a line each, what a decoder tells. Reaches the drivers' tests in driver-http's test jar. */
public final class EventLog implements EventSink {
    private final List<String> lines = new ArrayList<>();

    private @Nullable StreamEnd end;
    private @Nullable LlmException failure;

    /** {@return the end; null if there was none} */
    public @Nullable StreamEnd end() {
        return end;
    }

    /** {@return the last failure; null if there was none} */
    public @Nullable LlmException failure() {
        return failure;
    }

    /** {@return the lines since the last time} */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    /** {@return JSON with the quotes that a Java string would have to escape} */
    public static String quoted(String json) {
        return json.replace('\'', '"');
    }

    /** {@return a parser at the first token of JSON written with single quotes} */
    public static JsonParser parser(String json) throws IOException {
        byte[] bytes = quoted(json).getBytes(UTF_8);
        return Json.parser(bytes, 0, bytes.length);
    }

    @Override
    public void next(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            lines.add("text " + delta.index() + " " + delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            lines.add("reasoning " + delta.index() + " " + delta.text());
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            lines.add("call " + delta.index() + " " + delta.name() + " " + delta.arguments());
        } else if (event instanceof ChatEvent.ToolCallReady ready) {
            lines.add("ready " + ready.index() + " " + ready.call().id() + " "
                    + ready.call().name() + " " + ready.call().arguments()
                    + ready.call().providerData().map(data -> " " + data.json()).orElse(""));
        } else if (event instanceof ChatEvent.Other other) {
            lines.add("other " + other.type() + " " + other.json());
        } else {
            lines.add(event.toString());
        }
    }

    @Override
    public void attach(int index, ProviderData data) {
        lines.add("attach " + index + " " + data.json());
    }

    @Override
    public void usage(Usage usage) {
        lines.add("usage " + usage);
    }

    @Override
    public void finish(StreamEnd reached) {
        end = reached;
        lines.add("end " + reached.finishReason());
    }

    @Override
    public void fail(LlmExceptionBuilder error) {
        failure = error.build();
        lines.add("fail " + failure.kind().wireName() + " " + failure.reason());
    }

    @Override
    public boolean isDone() {
        return end != null || failure != null;
    }
}
