package dev.llmdriver.client.internal.json;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
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
}
