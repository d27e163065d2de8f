package dev.llmdriver.client.internal;

import java.math.BigDecimal;

/** Reads US dollars, exactly. */
final class Money {
    private static final int NANO_DIGITS = 9;
    /** More does not fit into nano-dollars. */
    private static final BigDecimal MOST = BigDecimal.valueOf(9_000_000_000L);

    private Money() {}

    /** {@return an amount of more than zero dollars} */
    static BigDecimal amount(String text) {
        BigDecimal dollars = dollars(text);
        if (dollars.signum() == 0) {
            throw expected("more than zero US dollars, such as 2.50", text);
        }
        return dollars;
    }

    /** {@return a price in nano-dollars, which may be zero} */
    static long price(String text) {
        return dollars(text).movePointRight(NANO_DIGITS).longValueExact();
    }

    private static BigDecimal dollars(String text) {
        try {
            BigDecimal dollars = new BigDecimal(text.strip()).stripTrailingZeros();
            if (dollars.signum() >= 0 && dollars.scale() <= NANO_DIGITS && dollars.compareTo(MOST) <= 0) {
                return dollars;
            }
        } catch (NumberFormatException unreadable) {
            // said below
        }
        throw expected("US dollars such as 2.50, with at most nine decimal places", text);
    }

    private static IllegalArgumentException expected(String what, String text) {
        return new IllegalArgumentException("expected " + what + ", but got '" + text + "'");
    }
}
