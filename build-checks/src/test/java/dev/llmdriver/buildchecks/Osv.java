package dev.llmdriver.buildchecks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the database of open source vulnerabilities (osv.dev), which needs no key. */
final class Osv {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI address;

    Osv(URI root) {
        this.address = root.resolve("/v1/querybatch");
    }

    /** Nobody knows whether there are holes. */
    static final class NoDataException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoDataException(URI address, String why) {
            super("the audit was NOT done: " + address + " " + why
                    + "; run it where that address can be reached, or leave"
                    + " -Paudit out: the versions that pom.xml bans are refused in any case");
        }
    }

    /** {@return each library that has a known hole, with the addresses of its advisories} */
    List<String> holes(List<String> libraries) {
        JsonNode results = ask(libraries).path("results");
        if (results.size() != libraries.size()) {
            throw new NoDataException(address, "gave " + results.size() + " results for " + libraries.size());
        }
        List<String> holes = new ArrayList<>();
        for (int i = 0; i < libraries.size(); i++) {
            if (results.path(i).has("next_page_token")) {
                throw new NoDataException(address, "has more to say of " + libraries.get(i) + " than this reads");
            }
            for (JsonNode hole : results.path(i).path("vulns")) {
                holes.add(libraries.get(i) + ": https://osv.dev/vulnerability/"
                        + hole.path("id").asText());
            }
        }
        return holes;
    }

    private JsonNode ask(List<String> libraries) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question(libraries)))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new NoDataException(address, "answered with status " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (IOException unreachable) {
            throw new NoDataException(address, "cannot be reached or understood (" + unreachable + ")");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NoDataException(address, "was not waited for");
        }
    }

    private static String question(List<String> libraries) {
        ObjectNode question = JSON.createObjectNode();
        ArrayNode queries = question.putArray("queries");
        libraries.forEach(library -> queries.addObject().putObject("package").put("purl", library));
        return question.toString();
    }
}
