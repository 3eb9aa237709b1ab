package org.whispernotes.transcriber.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OwnOperatorsTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theLibraryIsPartOfTheProgram() {
        assertThat(OwnOperators.class.getResource("libwhispernotes-operators.so"))
                .isNotNull();
    }

    @Test
    void sessionsGetThemOrAreToldWhatToDo() throws Exception {
        OnnxEnvironment.get();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            if (OwnOperators.areAvailable()) {
                OwnOperators.register(options);
            } else {
                assertThatThrownBy(() -> OwnOperators.register(options))
                        .hasMessageContaining("set notes.recognise.onnx.precision to auto");
            }
        }
    }
}
