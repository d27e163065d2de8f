package dev.llmdriver.resilience.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Wait;
import dev.llmdriver.resilience.internal.gate.Ask;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * The errors of attempts that a limit or a budget does not let through. Where it is the caller's own, reasons begin with
 * {@code caller_}, and nobody reads who he is.
 */
final class Refusal {
    private Refusal() {}

    static String reason(Ask ask, String reason) {
        return ask.ofCaller() ? "caller_" + reason : reason;
    }

    private static LlmExceptionBuilder of(Ask ask, String reason, String message) {
        return LlmException.builder(ErrorKind.LIMIT_EXCEEDED, message)
                .reason(reason(ask, reason))
                .ref(ask.ref())
                .attempts(ask.call().ledger().attempts());
    }

    /** {@return that the limit would let it through too late, if ever; at the deadline that the deadline is over} */
    static LlmException usedUp(Ask ask, Wait wait) {
        if (ask.call().remaining().filter(Duration::isZero).isPresent()) {
            return LlmException.builder(
                            ErrorKind.TIMEOUT,
                            "the deadline passed while waiting for the limit of " + shown(ask, wait.limit()))
                    .reason("deadline")
                    .ref(ask.ref())
                    .attempts(ask.call().ledger().attempts())
                    .build();
        }
        return later(
                ask,
                "rate_limit",
                wait,
                "the limit of " + shown(ask, wait.limit()) + " is used up " + until(wait)
                        + ", longer than this call may wait; come back then, let calls wait longer, or raise the limit");
    }

    /** {@return that the budget may not pay for it} */
    static LlmException overBudget(Ask ask, Wait wait, long most, long left) {
        return later(
                ask,
                "budget",
                wait,
                "the budget of " + shown(ask, wait.limit()) + " has " + dollars(left) + " left " + until(wait)
                        + ", and this request may cost up to " + dollars(most)
                        + "; set a lower maxTokens, come back then, or raise the budget");
    }

    private static LlmException later(Ask ask, String reason, Wait wait, String message) {
        LlmExceptionBuilder refusal = of(ask, reason, message);
        wait.time().filter(time -> !time.isZero()).ifPresent(refusal::retryAfter);
        return refusal.build();
    }

    private static String until(Wait wait) {
        return wait.time().map(time -> "for another " + seconds(time)).orElse("for good");
    }

    /** {@return that no window will ever hold it} */
    static LlmException tooLarge(Ask ask, Share share, String remedy) {
        return of(
                        ask,
                        "too_large",
                        "this request may take up to " + amount(share.limit().unit(), share.amount())
                                + ", and the limit of " + shown(ask, share.limit()) + " never holds as much; " + remedy)
                .build();
    }

    /** {@return that nobody knows what it may cost} */
    static LlmException unbounded(Ask ask, Terms terms) {
        return terms.price().isEmpty()
                ? of(
                                ask,
                                "no_price",
                                "no price of " + ask.ref() + " is known, so a budget cannot let it through; set"
                                        + " its price, or allow what has no bound")
                        .build()
                : of(
                                ask,
                                "no_bound",
                                "what this request to " + ask.ref() + " costs has no bound; set maxTokens, leave"
                                        + " out media, or allow what has no bound")
                        .build();
    }

    /** {@return that whoever counts did not say} */
    static LlmException storeFailed(Ask ask, Throwable cause) {
        return LlmException.builder(
                        ErrorKind.LIMIT_EXCEEDED,
                        "the store of limits did not answer, so nothing is sent; see the cause, and whether it can be reached")
                .reason("store_failed")
                .ref(ask.ref())
                .attempts(ask.call().ledger().attempts())
                .cause(LlmException.of(cause))
                .build();
    }

    private static String shown(Ask ask, Limit limit) {
        String window = limit.span() == Limit.Span.TOTAL
                ? "in total"
                : "per " + limit.span().wireName();
        return amount(limit.unit(), limit.most()) + " " + window + " for "
                + (ask.ofCaller() ? "this caller" : limit.scope());
    }

    static String amount(Limit.Unit unit, long amount) {
        return unit == Limit.Unit.USD ? dollars(amount) : amount + " " + unit.wireName();
    }

    static String dollars(long nanos) {
        return "$" + BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis() + 1, 3).setScale(1, RoundingMode.UP) + " s";
    }
}
