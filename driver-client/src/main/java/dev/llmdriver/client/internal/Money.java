package dev.llmdriver.client.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Reads US dollars into nano-dollars, exactly. */
final class Money {
    private static final int NANO_DIGITS = 9;

    private Money() {}

    /** {@return an amount of more than zero} */
    static long amount(String text) {
        long nanos = nanoDollars(text);
        if (nanos == 0) {
            throw expected("more than zero US dollars, such as 2.50", text);
        }
        return nanos;
    }

    /** {@return a price, which may be zero} */
    static long price(String text) {
        return nanoDollars(text);
    }

    private static long nanoDollars(String text) {
        try {
            long nanos = new BigDecimal(text.strip())
                    .movePointRight(NANO_DIGITS)
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .longValueExact();
            if (nanos >= 0) {
                return nanos;
            }
        } catch (ArithmeticException | NumberFormatException unreadable) {
            // said below
        }
        throw expected("US dollars such as 2.50, with at most nine decimal places", text);
    }

    private static IllegalArgumentException expected(String what, String text) {
        return new IllegalArgumentException("expected " + what + ", but got '" + text + "'");
    }
}
