package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Lease;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

/** Netty's epoll is used where it is on the class path, as here, and not forbidden, as in one of the two runs of this test. */
class TransportsTest {
    @Test
    @EnabledOnOs(
            value = LINUX,
            architectures = {"amd64", "aarch64"})
    void epollIsUsedUnlessItIsForbidden() {
        try (Lease<Vertx> loops = EventLoops.lease(DriverOptions.builder("prov").build())) {
            assertThat(loops.get().isNativeTransportEnabled())
                    .isNotEqualTo(Boolean.getBoolean("io.netty.transport.noNative"));
        }
    }
}
