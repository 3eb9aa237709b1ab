package org.whispernotes.todos.extract.writing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.whispernotes.runtime.Json;
import tools.jackson.databind.JsonNode;

class AnswerShapeTest {

    private final JsonNode schema = Json.mapper()
            .readTree(
                    AnswerShapeTest.class.getResourceAsStream("/org/whispernotes/todos/prompts/window.v1.schema.json"));

    @Test
    void anAnswerOfTheUsualLengthHasTheWholeShape() {
        assertThat(AnswerShape.fitting(schema, 1500)).isEqualTo(schema);
    }

    @Test
    void aShortAnswerHasShortListsOfShortSentencesAndTheFullShapeIsLeftAsItWas() {
        JsonNode before = schema.deepCopy();

        JsonNode fitting = AnswerShape.fitting(schema, 500);

        assertThat(fitting.at("/properties/todos/maxItems").asInt()).isEqualTo(2);
        assertThat(fitting.at("/properties/decisions/maxItems").asInt()).isEqualTo(1);
        assertThat(fitting.at("/properties/todos/items/properties/task/maxLength")
                        .asInt())
                .isEqualTo(120);
        assertThat(fitting.at("/$defs/lines/maxItems").asInt()).isEqualTo(2);
        assertThat(schema).isEqualTo(before);
    }
}
