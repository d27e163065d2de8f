package dev.llmdriver.micrometer.internal;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives our meters on OTLP what Prometheus must not have: the conventions' units, and tags that are absent instead of empty. */
public final class OtlpFilter implements MeterFilter {
    /** Creates the filter. */
    public OtlpFilter() {}

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!GenAi.isOurs(id.getName())) {
            return id;
        }
        List<Tag> present =
                id.getTags().stream().filter(tag -> !tag.getValue().isEmpty()).toList();
        Meter.Id stripped = id.replaceTags(present);
        if (id.getType() == Meter.Type.TIMER) {
            return new TimerId(stripped);
        }
        return GenAi.isTokens(id.getName()) ? stripped.withBaseUnit(GenAi.TOKEN_UNIT) : stripped;
    }

    /** A registry sets a timer's unit after all filters, by its long name; OTLP exports it as it is, and wants the short one. */
    private static final class TimerId extends Meter.Id {
        TimerId(Meter.Id id) {
            super(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), id.getDescription(), id.getType());
        }

        @Override
        public Meter.Id withBaseUnit(@Nullable String unit) {
            return super.withBaseUnit("seconds".equals(unit) ? "s" : unit);
        }
    }
}
