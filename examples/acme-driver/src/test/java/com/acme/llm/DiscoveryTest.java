package com.acme.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.LlmDrivers;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
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
