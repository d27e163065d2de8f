package dev.llmdriver.buildchecks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Bills of materials in the form of CycloneDX. */
final class Sbom {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "pkg:maven/dev.llmdriver/";

    private Sbom() {}

    /** {@return where the build puts a module's own} */
    static Path of(Module module) {
        return module.folder().resolve("target/bom.json");
    }

    /** {@return the package addresses of all libraries of others, such as {@code pkg:maven/io.vertx/vertx-core@5.2.0}} */
    static Set<String> libraries(List<Path> boms) {
        Set<String> libraries = new TreeSet<>();
        for (Path bom : boms) {
            for (JsonNode component : read(bom).path("components")) {
                libraries.add(component.path("purl").asText().replaceFirst("\\?.*", ""));
            }
        }
        libraries.removeIf(library -> library.startsWith(OURS));
        return libraries;
    }

    static JsonNode read(Path bom) {
        try {
            return JSON.readTree(Files.readString(bom));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@return those of the published modules; empty where Maven was offline, for then the plugin makes none} */
    static List<Path> built() {
        return Modules.published().stream()
                .map(Sbom::of)
                .filter(Files::isRegularFile)
                .toList();
    }
}
