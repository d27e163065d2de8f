package dev.llmdriver.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is told twice is told alike: in the table of versions, the descriptors and the lists of services. */
class PublishingTest {
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    private static final Pattern MANAGED =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>[^<]+</version>(?!\\s*<type>pom)");

    @Test
    void theBomListsEveryPublishedModule() {
        String bom = Modules.read(Modules.ROOT.resolve("driver-bom/pom.xml"));
        for (Module module : Modules.published()) {
            assertThat(bom).contains("<artifactId>" + module + "</artifactId>");
        }
    }

    @Test
    void theBomHasTheVersionOfTheModules() {
        assertThat(firstVersion("driver-bom/pom.xml")).isEqualTo(firstVersion("pom.xml"));
    }

    /** The management of a module is not seen by those who use it: they would get the version that was meant to be replaced. */
    @Test
    void whatAModuleManagesItAlsoAsksFor() {
        for (Module module : Modules.published()) {
            String[] pom = Modules.read(module.folder().resolve("pom.xml")).split("</?dependencyManagement>");
            if (pom.length > 1) {
                MANAGED.matcher(pom[1])
                        .results()
                        .forEach(artifact -> assertThat(pom[2])
                                .as("the dependencies of %s", module)
                                .contains("<artifactId>" + artifact.group(1) + "</artifactId>"));
            }
        }
    }

    /** Nor is that of the whole build: what only others ask for would be tested in a version that nobody gets. */
    @Test
    void whatTheBuildManagesSomeModuleAsksFor() throws IOException {
        String[] root = Modules.read(Modules.ROOT.resolve("pom.xml")).split("</?dependencyManagement>");
        StringBuilder asked = new StringBuilder(root[2]);
        try (Stream<Path> files = Files.find(
                Modules.ROOT,
                3,
                (path, unused) -> path.endsWith("pom.xml") && !path.toString().contains("target"))) {
            files.filter(path -> !path.equals(Modules.ROOT.resolve("pom.xml")))
                    .forEach(path -> asked.append(Modules.read(path)));
        }
        MANAGED.matcher(root[1])
                .results()
                .map(artifact -> artifact.group(1))
                .forEach(artifact -> assertThat(asked.indexOf("<artifactId>" + artifact + "</artifactId>"))
                        .as("who asks for %s", artifact)
                        .isNotNegative());
    }

    /** On the module path the descriptor counts, on the class path the list does. */
    @Test
    void servicesAreDeclaredForBothPaths() throws IOException {
        for (Module module : Modules.published()) {
            Map<String, List<String>> provided = new TreeMap<>();
            for (ModuleDescriptor.Provides provides : module.descriptor().provides()) {
                provided.put(provides.service(), provides.providers());
            }
            assertThat(serviceFiles(module))
                    .as("META-INF/services of %s", module)
                    .isEqualTo(provided);
        }
    }

    private static Map<String, List<String>> serviceFiles(Module module) throws IOException {
        Map<String, List<String>> services = new TreeMap<>();
        Path folder = module.classes().resolve("META-INF/services");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    services.put(file.getFileName().toString(), entries(file));
                }
            }
        }
        return services;
    }

    private static List<String> entries(Path file) {
        return Modules.read(file)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String firstVersion(String pom) {
        Matcher matcher = VERSION.matcher(Modules.read(Modules.ROOT.resolve(pom)));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
