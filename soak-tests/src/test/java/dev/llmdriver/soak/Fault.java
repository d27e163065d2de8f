package dev.llmdriver.soak;

import static dev.llmdriver.error.ErrorKind.MALFORMED_RESPONSE;
import static dev.llmdriver.error.ErrorKind.MODEL_LOADING;
import static dev.llmdriver.error.ErrorKind.OVERLOADED;
import static dev.llmdriver.error.ErrorKind.RATE_LIMITED;
import static dev.llmdriver.error.ErrorKind.SERVER_ERROR;
import static dev.llmdriver.error.ErrorKind.STREAM_INTERRUPTED;
import static dev.llmdriver.error.ErrorKind.TIMEOUT;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a server does with one request, and how the attempt may end: with these errors, or, where it is whole, with the answer. */
enum Fault {
    NONE(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.answer();
        }
    },
    SPLIT(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.splitEverywhere(scene.chance().between(1, 1000)));
        }
    },
    DRIP(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.split(1, 2, 40, 3, 200, 5)
                    .gap(Duration.ofMillis(scene.chance().between(1, 5))));
        }
    },
    GZIP(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(ReplyBuilder::gzip);
        }
    },
    CARRIAGE_RETURNS(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.lineEnd("\r\n"));
        }
    },
    BYTE_ORDER_MARK(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(ReplyBuilder::byteOrderMark);
        }
    },
    SLOW_HEAD(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.delayHead(scene.moment()));
        }
    },
    SLOW_BODY(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.delayBody(scene.moment()));
        }
    },
    CLOSED_AFTERWARDS(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(ReplyBuilder::closeAfter);
        }
    },
    CLOSED_ON_REUSE(true) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(scene.chance().percent(50) ? ReplyBuilder::closeOnReuse : ReplyBuilder::resetOnReuse);
        }
    },
    SILENCE(false, TIMEOUT) {
        @Override
        Reply reply(Scene scene) {
            return Reply.silence();
        }
    },
    STALL(false, TIMEOUT) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.headFirst().stallAfter(scene.partOfBody()));
        }
    },
    CUT(false, STREAM_INTERRUPTED) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.headFirst().cutAfter(scene.partOfBody()));
        }
    },
    RESET(false, STREAM_INTERRUPTED) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.headFirst().resetAfter(scene.partOfBody()));
        }
    },
    HUNG_UP(false, STREAM_INTERRUPTED) {
        @Override
        Reply reply(Scene scene) {
            return scene.chance().percent(50) ? Reply.hangUp() : Reply.resetConnection();
        }
    },
    /** Of some seeds the noise has no end of a line, so that nothing was said yet when the connection closes. */
    GARBAGE(false, MALFORMED_RESPONSE, STREAM_INTERRUPTED) {
        @Override
        Reply reply(Scene scene) {
            return Reply.garbage(scene.chance().between(1, 1000));
        }
    },
    HALF_CHARACTER(false, STREAM_INTERRUPTED, MALFORMED_RESPONSE) {
        @Override
        Reply reply(Scene scene) {
            return scene.streamed()
                    ? scene.answer().firstEvents(1).halfCharacter().cut().build()
                    : scene.changed(reply -> reply.cutAfter(scene.partOfBody()));
        }
    },
    GIANT(false, MALFORMED_RESPONSE) {
        @Override
        Reply reply(Scene scene) {
            return scene.giant(2L * Setup.MAX_BODY);
        }
    },
    LATE_ERROR(false, SERVER_ERROR, OVERLOADED) {
        @Override
        Reply reply(Scene scene) {
            return scene.streamed()
                    ? scene.wire().failing(scene.soFar())
                    : scene.wire().overloaded();
        }
    },
    NO_END(false, STREAM_INTERRUPTED) {
        @Override
        Reply reply(Scene scene) {
            return scene.streamed() ? scene.withoutEnd() : Reply.hangUp();
        }
    },
    BAD_GATEWAY(false, SERVER_ERROR) {
        @Override
        Reply reply(Scene scene) {
            return Reply.html(502, "502 Bad Gateway");
        }
    },
    RATE_LIMIT(false, RATE_LIMITED) {
        @Override
        Reply reply(Scene scene) {
            return scene.wire().rateLimited(scene.moment());
        }
    },
    BUSY(false, OVERLOADED) {
        @Override
        Reply reply(Scene scene) {
            return scene.wire().overloaded();
        }
    },
    LOADING(false, MODEL_LOADING) {
        @Override
        Reply reply(Scene scene) {
            return HuggingFaceErrors.loading("twin", 0.02);
        }
    },
    WRONG_TYPE(false, MALFORMED_RESPONSE) {
        @Override
        Reply reply(Scene scene) {
            return Reply.html(200, "Please log in");
        }
    },
    NOT_GZIP(false, MALFORMED_RESPONSE) {
        @Override
        Reply reply(Scene scene) {
            return scene.changed(reply -> reply.header("content-encoding", "gzip"));
        }
    };

    private static final List<Fault> WHOLE =
            Arrays.stream(values()).filter(fault -> fault.whole).toList();
    private static final List<Fault> BROKEN =
            Arrays.stream(values()).filter(fault -> !fault.whole).toList();
    /** So that most calls succeed in the end, while every fault comes often. */
    private static final int BROKEN_PERCENT = 40;

    private final boolean whole;

    @SuppressWarnings("ImmutableEnumChecker") // it is, but its type does not say so
    private final Set<ErrorKind> kinds;

    Fault(boolean whole, ErrorKind... kinds) {
        this.whole = whole;
        this.kinds = Set.of(kinds);
    }

    /** {@return what the server does with the n-th request for a key} */
    static Fault of(long seed, String key, int n, Wire wire, boolean mayStall) {
        Chance chance = Chance.of(seed, key, n);
        List<Fault> choices = chance.percent(BROKEN_PERCENT) ? BROKEN : WHOLE;
        Fault fault = choices.get(chance.between(0, choices.size() - 1));
        boolean stalls = fault.kinds.contains(TIMEOUT);
        boolean foreign = fault == LOADING && wire != Wire.HUGGINGFACE;
        return (stalls && !mayStall) || foreign ? NONE : fault;
    }

    /** Whether the answer arrives whole. */
    boolean isWhole() {
        return whole;
    }

    /** How an attempt may fail because of it. */
    Set<ErrorKind> kinds() {
        return kinds;
    }

    abstract Reply reply(Scene scene);
}
