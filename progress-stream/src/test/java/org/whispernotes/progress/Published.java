package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URL;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The schemas that are published: what is sent must be what they say. */
final class Published {

    private static final String BASE = "https://whispernotes.org/schema/";
    private static final String MODEL = "org/whispernotes/model/schema/";
    private static final String PROGRESS = "org/whispernotes/progress/schema/";
    private static final Map<String, String> OTHER_NAMES = Map.of("segment", "segment-ready", "todos", "todos-ready");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaIdResolvers(resolvers -> resolvers.mappings(Published::place)));

    private Published() {}

    private static String place(String id) {
        if (!id.startsWith(BASE)) {
            return id;
        }
        String file = id.substring(BASE.length());
        URL own = Published.class.getClassLoader().getResource(PROGRESS + file);
        return "classpath:" + (own == null ? MODEL : PROGRESS) + file;
    }

    /** Unnamed events are not checked: their schema is not known by them. */
    static void check(@Nullable String name, JsonNode data) {
        if (name != null) {
            String file = OTHER_NAMES.getOrDefault(name, name) + ".schema.json";
            assertThat(SCHEMAS.getSchema(SchemaLocation.of(BASE + file)).validate(data.toString(), InputFormat.JSON))
                    .as(name + " " + data)
                    .isEmpty();
        }
    }
}
