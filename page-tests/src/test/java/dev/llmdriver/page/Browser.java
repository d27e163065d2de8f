package dev.llmdriver.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, begun once for all tests. */
final class Browser {
    private static Optional<com.microsoft.playwright.Browser> running = Optional.empty();

    private Browser() {}

    /** {@return the browser; without one the test is skipped} */
    static synchronized com.microsoft.playwright.Browser get() {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "there is no chromium on the PATH; on Debian: apt-get install chromium");
        assumeTrue(hasDriver(), "built without what drives chromium; add -Pchromium");
        if (running.isEmpty()) {
            Playwright playwright = Playwright.create();
            running = Optional.of(playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program.get())
                            .setTimeout(120_000)
                            .setArgs(List.of("--no-sandbox")))); // it refuses root, and containers lack what it needs
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        }
        return running.get();
    }

    private static boolean hasDriver() {
        return Browser.class.getResource("/com/microsoft/playwright/impl/driver/jar/DriverJar.class") != null;
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
