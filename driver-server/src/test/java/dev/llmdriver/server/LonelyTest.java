package dev.llmdriver.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In a thread without a context class loader, as those of native code and of some pools are. */
class LonelyTest {
    @Test
    void whatIsLoadedThereForTheFirstTimeWorks() throws Exception {
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> url(Path.of(entry)))
                .toArray(URL[]::new);
        try (URLClassLoader fresh = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Callable<?> lonely = (Callable<?>)
                    fresh.loadClass(Lonely.class.getName()).getConstructor().newInstance();
            FutureTask<String> asked = new FutureTask<>(() -> String.valueOf(lonely.call()));
            Thread thread = new Thread(asked);
            thread.setContextClassLoader(null);
            thread.start();
            assertThat(asked.get(60, TimeUnit.SECONDS)).startsWith("200");
            assertThat(thread.getContextClassLoader()).isNull();
        }
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
