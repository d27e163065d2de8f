package dev.llmdriver.client.internal.json;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.impl.module.SimpleTypeModule;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.MonthDay;
import java.time.Year;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema of Java types. Everything is required but what is {@link Optional}, nothing may be added, enums are their names, times
 * are texts. Thread-safe: one schema at a time, for what the generator is made of does not promise more.
 */
public final class JavaSchemas {
    static final Map<Class<?>, Class<?>> NUMBERS = Map.of(
            OptionalInt.class, Integer.class, OptionalLong.class, Long.class, OptionalDouble.class, Double.class);

    private final SchemaGenerator generator;

    /**
     * Creates a generator.
     *
     * @param descriptions reads the words for the model off an element's annotations
     */
    public <A extends Annotation> JavaSchemas(Class<A> annotation, Function<A, String> descriptions) {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        Json.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY, JacksonOption.RESPECT_JSONPROPERTY_ORDER))
                .with(
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                        Option.STANDARD_FORMATS,
                        Option.FLATTENED_OPTIONALS,
                        Option.NULLABLE_ARRAY_ITEMS_ALLOWED,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.PLAIN_DEFINITION_KEYS)
                .with(simpleTypes())
                .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forFields()
                .withRequiredCheck(field -> !isOptional(field.getRawMember().getType()))
                .withTargetTypeOverridesResolver(JavaSchemas::boxed)
                .withNullableCheck(field -> isOptional(
                        field.isFakeContainerItemScope()
                                ? field.getDeclaredType().getErasedType()
                                : field.getRawMember().getType()))
                .withDescriptionResolver(field -> description(field, annotation, descriptions));
        config.forTypesInGeneral()
                .withCustomDefinitionProvider(new OwnDefinitions())
                .withPropertySorter((unused, unusedToo) -> 0) // as they are declared
                .withDescriptionResolver(scope -> {
                    A words = scope.getType().getErasedType().getAnnotation(annotation);
                    return words == null ? null : descriptions.apply(words);
                });
        generator = new SchemaGenerator(config.build());
    }

    /** What the generator would take apart, or takes for something else, although JSON has one word for it. */
    private static SimpleTypeModule simpleTypes() {
        return new SimpleTypeModule()
                .withIntegerType(byte.class)
                .withIntegerType(Byte.class)
                .withIntegerType(Year.class)
                .withStringType(YearMonth.class)
                .withStringType(MonthDay.class)
                .withStringType(Locale.class)
                .withStringType(Currency.class)
                .withStringType(Pattern.class);
    }

    private static <A extends Annotation> @Nullable String description(
            FieldScope field, Class<A> annotation, Function<A, String> descriptions) {
        A words = field.getAnnotationConsideringFieldAndGetter(annotation);
        return words == null ? null : descriptions.apply(words);
    }

    /** What an optional number holds: the generator only looks into {@link Optional} itself. */
    private static @Nullable List<ResolvedType> boxed(FieldScope field) {
        Class<?> number = NUMBERS.get(field.getRawMember().getType());
        return number == null ? null : List.of(field.getContext().resolve(number));
    }

    static @Nullable Type insideOptional(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            return generic.getActualTypeArguments()[0];
        }
        return type instanceof Class<?> plain ? NUMBERS.get(plain) : null;
    }

    /** {@return whether a type says that there may be nothing} */
    private static boolean isOptional(Class<?> type) {
        return type == Optional.class || NUMBERS.containsKey(type);
    }

    /** {@return the schema of a type} */
    public synchronized ObjectNode of(Type type) {
        return generator.generateSchema(type);
    }

    /**
     * {@return the schema of an object with these members, all of them required but the optional ones}
     *
     * @param members names and types, in order
     */
    public synchronized ObjectNode ofMembers(Map<String, Type> members) {
        SchemaBuilder builder = generator.buildMultipleSchemaDefinitions();
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        members.forEach((name, type) -> {
            Type inner = insideOptional(type);
            if (inner == null) {
                properties.set(name, builder.createSchemaReference(type));
                required.add(name);
            } else {
                ArrayNode either = properties.putObject(name).putArray("anyOf");
                either.addObject().put("type", "null");
                either.add(builder.createSchemaReference(inner));
            }
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
        JsonNode definitions = builder.collectDefinitions("$defs");
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        return schema;
    }
}
