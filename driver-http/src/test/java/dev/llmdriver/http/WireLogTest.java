package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireLogTest extends EndpointTest {
    private final Logger logger = Logger.getLogger("dev.llmdriver.http.wire");
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(java.text.MessageFormat.format(entry.getMessage(), entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private void logAt(Level level) {
        logger.setLevel(level);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void restore() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }

    private void exchangeWithSecrets() throws Exception {
        twin.enqueue(Reply.sse().event("Hello " + KEY).done().build().with(r -> r.header("x-echo", KEY)));
        URI uri = twin.baseUri().resolve("/chat?key=AIzaSyPlantedPlantedPlantedPlanted");
        Recorder.all(endpoint.stream(post(uri), exchange(), this::decoder)).response();
    }

    @Test
    void debugTellsHeadsWithoutSecrets() throws Exception {
        logAt(Level.FINE);
        exchangeWithSecrets();
        String log = String.join("\n", lines);
        assertThat(log)
                .contains("POST")
                .contains("/chat?key=****")
                .contains("200 from")
                .contains("Bearer ****");
        assertThat(log).doesNotContain(KEY, "AIza", "Hello", "\"q\":1");
    }

    @Test
    void traceTellsBodiesWithoutSecrets() throws Exception {
        logAt(Level.FINER);
        exchangeWithSecrets();
        String log = String.join("\n", lines);
        assertThat(log).contains("\"q\":1").contains("Hello ****").doesNotContain(KEY, "AIza");
    }

    @Test
    void nothingIsToldByDefault() throws Exception {
        logAt(Level.INFO);
        exchangeWithSecrets();
        assertThat(lines).isEmpty();
    }
}
