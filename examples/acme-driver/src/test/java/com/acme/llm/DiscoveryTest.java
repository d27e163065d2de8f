package com.acme.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.LlmDrivers;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The driver is found wherever it is put. */
class DiscoveryTest {
    @Test
    void onTheClassPath() {
        assertThat(AcmeDriver.class.getModule().isNamed()).isFalse();
        assertThat(LlmDrivers.load().find("acme")).containsInstanceOf(AcmeDriver.class);
    }

    @Test
    void onTheModulePath() throws Exception {
        Path[] path = modulePath();
        ModuleLayer boot = ModuleLayer.boot();
        Configuration found =
                boot.configuration().resolveAndBind(ModuleFinder.of(), ModuleFinder.of(path), Set.of("dev.llmdriver"));
        ModuleLayer layer = boot.defineModulesWithOneLoader(found, ClassLoader.getPlatformClassLoader());

        assertThat(layer.findModule("com.acme.llm"))
                .as("bound by its service alone")
                .isPresent();
        ClassLoader loader = layer.findLoader("com.acme.llm");
        Class<?> drivers = loader.loadClass(LlmDrivers.class.getName());
        assertThat(drivers.getModule().getName()).isEqualTo("dev.llmdriver");
        Object all = drivers.getMethod("load", ClassLoader.class).invoke(null, loader);
        assertThat(String.valueOf(drivers.getMethod("ids").invoke(all))).contains("acme");
    }

    /** As in threads of native code, and in some pools. What is loaded for the first time there must work. */
    @Test
    void inAThreadWithoutAContextClassLoader() throws Exception {
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> url(Path.of(entry)))
                .toArray(URL[]::new);
        try (URLClassLoader fresh = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Callable<?> lonely = (Callable<?>)
                    fresh.loadClass(Lonely.class.getName()).getConstructor().newInstance();
            FutureTask<Object> asked = new FutureTask<>(lonely::call);
            Thread thread = new Thread(asked);
            thread.setContextClassLoader(null);
            thread.start();
            assertThat(asked.get(60, TimeUnit.SECONDS)).isEqualTo("CONNECT_FAILED");
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

    /** The class path's entries that are modules or may be; folders of tests are none. */
    private static Path[] modulePath() throws URISyntaxException {
        URL here = AcmeDriver.class.getProtectionDomain().getCodeSource().getLocation();
        Stream<Path> others = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> isModule(entry) && !entry.toString().contains("test"));
        return Stream.concat(Stream.of(Path.of(here.toURI())), others)
                .distinct()
                .toArray(Path[]::new);
    }

    private static boolean isModule(Path entry) {
        return Files.isDirectory(entry)
                ? Files.exists(entry.resolve("module-info.class"))
                : entry.toString().endsWith(".jar");
    }
}
