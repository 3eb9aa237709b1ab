package org.whispernotes.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectKeysTest {

    private static final UUID SESSION = UUID.fromString("3f0f1a52-95c7-4d3c-8f5e-0c6a5a2f9d11");

    @ParameterizedTest
    @CsvSource({
        "talk.MP4, mp4",
        "no extension, bin",
        "../../etc/passwd.m4a/../x, x",
        "a.b.webm, webm",
        "odd.m?4a, m4a",
        "long.abcdefghijk, bin"
    })
    void a_file_name_never_shapes_the_key_beyond_its_extension(String filename, String extension) {
        assertThat(ObjectKeys.original(SESSION, filename).key()).isEqualTo(SESSION + "/original." + extension);
    }

    @Test
    void paths_lead_back_to_their_objects() {
        ObjectRef ref = ObjectKeys.chunk(SESSION, 2, 7);

        assertThat(ref.path()).isEqualTo("work/" + SESSION + "/2/chunks/0007.json");
        assertThat(ObjectRef.ofPath(ref.path())).isEqualTo(ref);
    }

    @Test
    void a_key_that_leaves_its_bucket_is_refused() {
        assertThatThrownBy(() -> ObjectRef.ofPath("work/../secrets")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ObjectRef.ofPath("elsewhere/x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_problem_tells_what_to_do_in_a_whole_sentence() {
        assertThat(Problem.values())
                .allSatisfy(
                        problem -> assertThat(problem.sentence()).endsWith(".").hasSizeGreaterThan(20));
    }
}
