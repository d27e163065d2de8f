package dev.llmdriver.examples.dataanalyst;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** Files of JavaScript libraries, which the build brings along as jars. */
final class WebJar {
    private WebJar() {}

    /** {@return the text of a file of a library, in the version that is on the class path} */
    static String read(String library, String file) {
        try {
            Properties about = new Properties();
            about.load(new StringReader(resource("/META-INF/maven/org.webjars/" + library + "/pom.properties")));
            return resource("/META-INF/resources/webjars/" + library + "/" + about.getProperty("version") + "/" + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(WebJar.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
