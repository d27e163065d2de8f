package dev.llmdriver.client.internal.json;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types that the generator would take for objects without members, by whose schema nothing can be answered. */
final class OwnDefinitions implements CustomDefinitionProviderV2 {
    @Override
    public @Nullable CustomDefinition provideCustomSchemaDefinition(
            ResolvedType type, SchemaGenerationContext context) {
        Class<?> plain = type.getErasedType();
        Class<?> number = JavaSchemas.NUMBERS.get(plain);
        if (number != null) {
            return orNull(context.getTypeContext().resolve(number), context);
        }
        if (plain == Optional.class) {
            List<ResolvedType> inner = type.typeParametersFor(Optional.class);
            return orNull(inner.isEmpty() ? context.getTypeContext().resolve(Object.class) : inner.get(0), context);
        }
        refuseUnmakeable(plain);
        return null;
    }

    /** The generator looks into optional members by itself, but not into those of lists and maps. */
    private static CustomDefinition orNull(ResolvedType inner, SchemaGenerationContext context) {
        ObjectNode definition = Json.MAPPER.createObjectNode();
        ArrayNode either = definition.putArray("anyOf");
        either.addObject().put("type", "null");
        either.add(context.createDefinitionReference(inner));
        return new CustomDefinition(
                definition, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.NO);
    }

    private static void refuseUnmakeable(Class<?> type) {
        boolean unmade = Modifier.isAbstract(type.getModifiers()) && !type.isPrimitive() && !type.isArray();
        if (unmade && isUnmakeable(Json.MAPPER.constructType(type))) {
            throw new IllegalArgumentException(
                    type.getName() + " is " + (type.isInterface() ? "an interface" : "abstract")
                            + ", and nothing says of which class a value shall be; name the classes at it by Jackson's"
                            + " @JsonTypeInfo and @JsonSubTypes, or use a record in its place");
        }
    }

    /** Jackson itself is asked, for it can make many such types, such as lists and zones of time. */
    private static boolean isUnmakeable(JavaType type) {
        DefaultDeserializationContext blueprint =
                (DefaultDeserializationContext) Json.MAPPER.getDeserializationContext();
        try {
            return blueprint
                            .createDummyInstance(Json.MAPPER.getDeserializationConfig())
                            .findRootValueDeserializer(type)
                    instanceof AbstractDeserializer;
        } catch (JsonMappingException other) { // it will be told when it is read
            return false;
        }
    }
}
