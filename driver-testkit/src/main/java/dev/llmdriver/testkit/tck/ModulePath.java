package dev.llmdriver.testkit.tck;

import dev.llmdriver.spi.LlmDriver;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** Puts what is on the class path on a module path, to see which drivers are found there. */
final class ModulePath {
    private ModulePath() {}

    /** {@return the class names of the drivers that are found when the driver's module is the root} */
    static List<String> drivers(Class<? extends LlmDriver> driver) {
        if (driver.getModule().isNamed()) {
            return names(ServiceLoader.load(driver.getModule().getLayer(), LlmDriver.class));
        }
        ModuleLayer layer = layer(locationOf(driver));
        ClassLoader loader = layer.findLoader(
                LlmDriver.class.getModule().isNamed()
                        ? LlmDriver.class.getModule().getName()
                        : "dev.llmdriver");
        try {
            return names(ServiceLoader.load(layer, loader.loadClass(LlmDriver.class.getName())));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the contract must be on the module path", e);
        }
    }

    private static List<String> names(ServiceLoader<?> found) {
        return found.stream().map(provider -> provider.type().getName()).toList();
    }

    private static ModuleLayer layer(Path location) {
        ModuleFinder all = ModuleFinder.of(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(ModulePath::isModule)
                        .toArray(Path[]::new));
        ModuleLayer boot = ModuleLayer.boot();
        try {
            String root = moduleAt(location);
            Configuration modules = boot.configuration().resolve(all, ModuleFinder.of(), Set.of(root));
            return boot.defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader());
        } catch (FindException broken) {
            throw new AssertionError("the driver's module cannot be resolved: " + broken.getMessage(), broken);
        }
    }

    private static String moduleAt(Path location) {
        return ModuleFinder.of(location).findAll().stream()
                .map(ModuleReference::descriptor)
                .map(descriptor -> descriptor.name())
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        location + " is no module: add a module-info.java that provides the driver"));
    }

    private static boolean isModule(Path path) {
        return path.toString().endsWith(".jar")
                ? Files.isRegularFile(path)
                : Files.exists(path.resolve("module-info.class"));
    }

    private static Path locationOf(Class<?> type) {
        try {
            URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(place);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
