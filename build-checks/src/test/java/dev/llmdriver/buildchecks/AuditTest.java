package dev.llmdriver.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the published jars bring along is written down, and can be asked for known holes. */
class AuditTest {
    private static final String PLANTED = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1";
    private static final String SOUND = "pkg:maven/org.example/sound@1.0";

    @TempDir
    private Path folder;

    @Test
    void everyPublishedModuleHasItsBill() {
        List<Path> built = Sbom.built();
        assumeThat(built).as("offline Maven makes no bills of materials").isNotEmpty();
        assertThat(built).hasSameSizeAs(Modules.published());
        assertThat(Sbom.libraries(built)).anyMatch(library -> library.startsWith("pkg:maven/io.vertx/vertx-core@"));
        for (Path bom : built) {
            JsonNode bill = Sbom.read(bom);
            assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
            assertThat(bill.path("components"))
                    .allMatch(component -> component.path("hashes").size() > 0);
            assertThat(bill.has("serialNumber") || bill.path("metadata").has("timestamp"))
                    .as("%s differs from build to build", bom)
                    .isFalse();
        }
    }

    @Test
    void plantedVersionIsFound() throws Exception {
        try (WireTwin osv = WireTwin.start()) {
            osv.enqueue(Reply.json(200, "{\"results\":[{\"vulns\":[{\"id\":\"GHSA-jfh8-c2jp-5v3q\"}]},{}]}"));
            assertThat(new Osv(osv.baseUri()).holes(planted()))
                    .containsExactly(PLANTED + ": https://osv.dev/vulnerability/GHSA-jfh8-c2jp-5v3q");
            RecordedRequest asked = osv.takeRequest(Duration.ofSeconds(30));
            assertThat(asked.path()).isEqualTo("/v1/querybatch");
            assertThat(asked.body())
                    .isEqualTo("{\"queries\":[{\"package\":{\"purl\":\"" + PLANTED + "\"}},{\"package\":{\"purl\":\""
                            + SOUND + "\"}}]}");
        }
    }

    @Test
    void silenceIsNotTakenForHealth() {
        URI gone;
        try (WireTwin osv = WireTwin.start()) {
            gone = osv.baseUri();
            osv.enqueue(Reply.json(503, "{}"), Reply.json(200, "{}"), Reply.json(200, "<html>"));
            osv.enqueue(Reply.json(200, "{\"results\":[{},{\"next_page_token\":\"more\"}]}"));
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> new Osv(gone).holes(planted()))
                        .isInstanceOf(Osv.NoDataException.class)
                        .hasMessageContaining("NOT done");
            }
        }
        assertThatThrownBy(() -> new Osv(gone).holes(planted())).isInstanceOf(Osv.NoDataException.class);
    }

    /** The audit itself, by {@code ./mvnw verify -Paudit}. */
    @Test
    @EnabledIfSystemProperty(named = "llmdriver.audit", matches = "true")
    void noLibraryHasAKnownHole() {
        List<Path> built = Sbom.built();
        assertThat(built).as("bills of materials; Maven must not be offline").hasSameSizeAs(Modules.published());
        Osv osv = new Osv(URI.create(System.getProperty("llmdriver.audit.url")));
        assertThat(osv.holes(List.copyOf(Sbom.libraries(built))))
                .as("known holes; raise the version in pom.xml")
                .isEmpty();
    }

    private List<String> planted() throws IOException {
        Path bom = Files.writeString(
                folder.resolve("bom.json"),
                "{\"components\":[{\"purl\":\"" + PLANTED + "?type=jar\"},{\"purl\":\"" + SOUND
                        + "?type=jar\"},{\"purl\":\"pkg:maven/dev.llmdriver/driver-api@0.1.0?type=jar\"}]}");
        return List.copyOf(Sbom.libraries(List.of(bom)));
    }
}
