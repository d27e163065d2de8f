package dev.llmdriver.testkit.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Capability;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    /** A provider whose every method throws. */
    private static LlmProvider broken() {
        return (LlmProvider) Proxy.newProxyInstance(
                ScenarioTest.class.getClassLoader(), new Class<?>[] {LlmProvider.class}, (proxy, method, args) -> {
                    throw new IllegalStateException("broken");
                });
    }

    static final class Broken extends DriverTck {
        @Override
        protected LlmDriver driver() {
            return new LlmDriver() {
                @Override
                public String id() {
                    return "broken";
                }

                @Override
                public Set<Option<?>> options() {
                    return Set.of();
                }

                @Override
                public LlmProvider connect(DriverOptions options) {
                    return broken();
                }
            };
        }

        @Override
        protected TckWire wire() {
            return new HuggingFaceTckWire();
        }

        @Override
        protected Set<Capability> capabilities() {
            return Set.of();
        }
    }

    @Test
    void theServersCloseThoughAProviderDoesNot() {
        Scenario scenario = new Scenario(new Broken(), "P7", Mode.GENERATE);
        int port = scenario.twin().port();
        scenario.use(broken());

        assertThatThrownBy(scenario::close).hasMessage("broken");

        Wait.until("the twin's port must be closed", () -> isClosed(port));
    }

    /** The system's own socket goes with the selector's next round, a moment after the server. */
    private static boolean isClosed(int port) {
        try (Socket accepted = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !accepted.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }
}
