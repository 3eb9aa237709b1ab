package org.whispernotes.transcriber.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedTest {

    @Test
    void words_have_blanks_between_them() {
        assertThat(Joined.of(List.of("Good", "morning,", "Maria."))).isEqualTo("Good morning, Maria.");
    }

    @Test
    void chinese_and_japanese_have_none() {
        assertThat(Joined.of(List.of("今日", "は", "会議", "です。", "明日", "は"))).isEqualTo("今日は会議です。明日は");
        assertThat(Joined.of(List.of("会議，", "明天"))).isEqualTo("会議，明天");
    }

    @Test
    void a_foreign_word_is_set_off() {
        assertThat(Joined.of(List.of("今日", "OpenAI", "の"))).isEqualTo("今日 OpenAI の");
    }
}
