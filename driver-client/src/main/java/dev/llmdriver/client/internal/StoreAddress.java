package dev.llmdriver.client.internal;

import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStoreProvider;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** Where limits are counted, opened by whoever on the path understands the address. No message repeats it: it may hold a password. */
final class StoreAddress {
    static final String KEY = "llm.limits.store";

    private static final String AFTER_SCHEME = "://";
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

    private StoreAddress() {}

    static LimitStore open(String address) {
        String scheme = address.strip().split(AFTER_SCHEME, 2)[0];
        if (!address.contains(AFTER_SCHEME) || !SCHEME.matcher(scheme).matches()) {
            throw new IllegalArgumentException(
                    "expected an address such as redis://host:6379/0, but it has another form");
        }
        return ServiceLoader.load(LimitStoreProvider.class, StoreAddress.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.schemes().contains(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing on the path counts limits at " + scheme
                        + "://…; for redis:// and rediss:// add the dependency dev.llmdriver:driver-limits-redis"))
                .open(address.strip());
    }
}
